// Memory of an open page under live data, minute by minute: npm run bench -- page-memory http://127.0.0.1:8790 [MINUTES] [phone]
// Heaps after a forced collection, of the page and of its worker; nodes, listeners; resident memory of the processes that hold and draw the page.
import { readFileSync } from "node:fs";
import type { Browser, CDPSession, Page } from "playwright-core";
import { launchBrowser } from "../tests/support/browser.ts";
import { DESK, PHONE } from "./screens.ts";
import { untilMapIsFilled } from "../tests/support/heat-page.ts";

const MINUTE_MS = 60_000;
/** After the map is filled: what was loaded for the first picture is let go of by then. */
const SETTLE_MS = 10_000;

const [base = "http://127.0.0.1:8790", minutes = "30", device = "desk"] = process.argv.slice(3);

interface Sample {
  readonly minute: number;
  /** MB, after a collection. */
  readonly heap: number;
  readonly workerHeap: number;
  readonly nodes: number;
  readonly listeners: number;
  /** MB, not shared with other processes. */
  readonly resident: Readonly<Record<string, number>>;
}

const launched = await launchBrowser(device === "phone" ? PHONE : DESK);
try {
  const { page } = launched;
  const counters = await openCounters(launched.browser, page);
  await page.goto(`${base}/?window=4h`);
  await untilMapIsFilled(page, 60_000);
  await page.waitForTimeout(SETTLE_MS);
  console.log("| minute | heap, MB | worker's heap, MB | nodes | listeners | resident, MB: page, drawing |\n| --- | --- | --- | --- | --- | --- |");
  const samples: Sample[] = [];
  const began = Date.now();
  for (let minute = 0; minute <= Number(minutes); minute++) {
    await page.waitForTimeout(Math.max(0, began + minute * MINUTE_MS - Date.now()));
    const sample = { minute, ...(await counters()) };
    samples.push(sample);
    const resident = Object.values(sample.resident).map((megabytes) => megabytes.toFixed(0));
    console.log(`| ${minute} | ${sample.heap.toFixed(1)} | ${sample.workerHeap.toFixed(1)} | ${sample.nodes} | ${sample.listeners} | ${resident.join(", ")} |`);
  }
  for (const of of ["heap", "workerHeap", "nodes", "listeners"] as const) console.log(`${of}: ${trendOf(samples, (sample) => sample[of])}`);
  if (launched.problems.length > 0) console.log(launched.problems.join("\n"));
} finally {
  await launched.close();
}

type Counters = () => Promise<Omit<Sample, "minute">>;

async function openCounters(browser: Browser, page: Page): Promise<Counters> {
  const session = await page.context().newCDPSession(page);
  const whole = await browser.newBrowserCDPSession();
  const worker = await workerOf(session);
  return async () => {
    const heap = await heapMb((method) => session.send(method));
    const workerHeap = await heapMb(worker);
    const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
    const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
    const drawing = processInfo.filter(({ type }) => type === "renderer" || type === "GPU");
    return { heap, workerHeap, nodes, listeners: jsEventListeners, resident: Object.fromEntries(drawing.map(({ type, id }) => [type, privateMb(id)])) };
  };
}

type Ask = (method: "HeapProfiler.collectGarbage" | "Runtime.getHeapUsage") => Promise<unknown>;

async function heapMb(ask: Ask): Promise<number> {
  await ask("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize = 0 } = (await ask("Runtime.getHeapUsage")) as { readonly usedSize: number; readonly backingStorageSize?: number };
  return (usedSize + backingStorageSize) / 1e6;
}

/** The page's worker answers through the page's session. */
async function workerOf(session: CDPSession): Promise<Ask> {
  let workerId: string | undefined;
  let asked = 0;
  const waiting = new Map<number, (result: unknown) => void>();
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker") workerId = sessionId;
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result } = JSON.parse(message) as { readonly id: number; readonly result: unknown };
    waiting.get(id)?.(result);
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return (method) =>
    new Promise((resolve) => {
      const id = ++asked;
      waiting.set(id, resolve);
      if (workerId) void session.send("Target.sendMessageToTarget", { sessionId: workerId, message: JSON.stringify({ id, method }) });
      else resolve({ usedSize: Number.NaN });
    });
}

/** Resident memory that a process shares with no other. */
function privateMb(pid: number): number {
  const kilobytes = [...readFileSync(`/proc/${pid}/smaps_rollup`, "utf8").matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].map(([, count]) => Number(count));
  return kilobytes.reduce((sum, count) => sum + count, 0) / 1_000;
}

/** What grows: the last third against the first, and by how much a minute along a straight line. */
function trendOf(samples: readonly Sample[], of: (sample: Sample) => number): string {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const mean = (some: readonly Sample[]) => some.reduce((sum, sample) => sum + of(sample), 0) / some.length;
  const [middle, level] = [mean(samples.map((sample) => sample)), samples.reduce((sum, { minute }) => sum + minute, 0) / samples.length];
  const slope =
    samples.reduce((sum, sample) => sum + (sample.minute - level) * (of(sample) - middle), 0) /
    samples.reduce((sum, { minute }) => sum + (minute - level) ** 2, 0);
  return `${mean(samples.slice(0, third)).toFixed(1)} in the first third, ${mean(samples.slice(-third)).toFixed(1)} in the last; ${slope.toFixed(3)} a minute`;
}
