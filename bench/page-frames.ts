// What the page costs against a running server: npm run bench -- page-frames http://127.0.0.1:8790 [phone]
// Bytes of the first picture, frame times of panning and zooming a wide map, main-thread time of live columns. Headless software rendering.
import type { CDPSession, Page, Request } from "playwright-core";
import { type LaunchedBrowser, launchBrowser } from "../tests/support/browser.ts";

const PHONE = { width: 360, height: 740, deviceScaleFactor: 3, touch: true };
const isPhone = process.argv[4] === "phone";
const SIZE = isPhone ? PHONE : { width: 1600, height: 900, deviceScaleFactor: 1 };
const FRAMES = 240;
const LIVE_MS = 40_000;
const LOADS = 7;
/** What happens on the main thread for one live column: its bytes go to the worker, the worker's bitmap comes back, the chart is painted. */
const LIVE_COLUMN_STEPS = ["column frame", "painted reply", "paint"];
/** Size of the map while frames are timed. */
const COLUMNS = 1_500;
const CELLS = 600;

interface Clocked {
  /** Main-thread time of each step, one entry a time it ran. */
  spentMs: Record<string, number[]>;
  /** Since navigation began; undefined until every tile in sight is painted. */
  filledAtMs: number | undefined;
}
declare global {
  interface Window {
    clocked: Clocked;
  }
}

const base = process.argv[3] ?? "http://127.0.0.1:8790";
await measureLoads();
const launched = await launchBrowser(SIZE);
await launched.page.addInitScript(clockHandlers);
const mainThreadMs = await mainThreadClock(launched);
try {
  await launched.page.goto(`${base}/?window=24h`);
  await measureLiveColumns(launched);
  if (isPhone) {
    for (const gesture of ["pan", "zoom"] as const) await measureFrames(launched, gesture, fingersThat(gesture));
    await launched.close();
    process.exit();
  }
  await launched.page.goto(`${base}/?window=3d`);
  await launched.page.waitForTimeout(3_000);
  await zoomOut(launched);
  for (const gesture of ["pan", "zoom"] as const) await measureFrames(launched, gesture, mouseThat(gesture));
  await measureLiveColumns(launched);
} finally {
  await launched.close();
}

/** Opens the page in fresh browsers: how long until every tile in sight is painted, and what came over the wire until then. */
async function measureLoads(): Promise<void> {
  const filledMs: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    const opened = await launchBrowser(SIZE);
    const { page } = opened;
    const finished: Request[] = [];
    let streamBytes = 0;
    page.on("requestfinished", (request) => finished.push(request));
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => (streamBytes += payload.length)));
    await page.addInitScript(clockHandlers);
    await page.goto(`${base}/?window=24h`);
    await page.waitForFunction(() => window.clocked.filledAtMs !== undefined);
    filledMs.push(await page.evaluate(() => window.clocked.filledAtMs ?? Number.NaN));
    const sizes = await Promise.all(finished.map(async (request) => ({ url: request.url(), ...(await request.sizes()) })));
    const bytes = (of: typeof sizes) => of.reduce((sum, { responseBodySize, responseHeadersSize }) => sum + responseBodySize + responseHeadersSize, 0);
    const scripts = sizes.filter(({ url }) => url.endsWith(".js"));
    if (load === LOADS - 1)
      console.log(
        `first picture: ${kB(bytes(sizes))} in ${sizes.length} replies, of which scripts ${kB(bytes(scripts))}; ${kB(streamBytes)} of stream by then`,
      );
    await opened.close();
  }
  report("load: page to filled map,", filledMs);
}

function kB(bytes: number): string {
  return `${(bytes / 1_000).toFixed(0)} kB`;
}

/** Zooms both axes out until tiles of a map of at least COLUMNS x CELLS have been asked for. */
async function zoomOut({ page }: LaunchedBrowser): Promise<void> {
  const columns = new Set<string>();
  const cells = new Set<string>();
  page.on("request", (request) => {
    const [, x, y] = /\/tiles\/\d+\/(-?\d+)\/(-?\d+)$/.exec(request.url()) ?? [];
    if (!x || !y) return;
    columns.add(x);
    cells.add(y);
  });
  const axis = (await page.locator(".strip").boundingBox())!.x - 20;
  for (let drag = 0; drag < 12 && (cells.size - 1) * 256 < CELLS; drag++) {
    await page.mouse.move(axis, 300);
    await page.mouse.down();
    await page.mouse.move(axis, 420, { steps: 6 });
    await page.mouse.up();
    await page.waitForTimeout(300);
  }
  await page.mouse.move(SIZE.width / 3, SIZE.height / 2);
  for (let notch = 0; notch < 60 && (columns.size - 1) * 256 < COLUMNS; notch++) {
    await page.mouse.wheel(0, 60);
    await page.waitForTimeout(150);
  }
  await page.waitForTimeout(2_000);
  console.log(`map: ${columns.size} x ${cells.size} tiles of 256 x 256 asked for`);
}

/** What a hand does while frames are timed: `swing` goes from -1 to 1 and back. */
interface Hand {
  readonly begin: (page: Page) => Promise<unknown>;
  readonly move: (page: Page, swing: number) => Promise<unknown>;
  readonly end: (page: Page) => Promise<unknown>;
}

const nothing = async (): Promise<void> => {};

function mouseThat(gesture: "pan" | "zoom"): Hand {
  const begin = (page: Page) => page.mouse.move(SIZE.width / 2, SIZE.height / 2);
  if (gesture === "zoom") return { begin, move: (page, swing) => page.mouse.wheel(0, swing > 0 ? 8 : -8), end: nothing };
  return {
    begin: (page) => begin(page).then(() => page.mouse.down()),
    move: (page, swing) => page.mouse.move(SIZE.width / 2 + 200 * swing, SIZE.height / 2),
    end: (page) => page.mouse.up(),
  };
}

/** One finger pans both ways, two pinch time and price. */
function fingersThat(gesture: "pan" | "zoom"): Hand {
  const at = (swing: number) =>
    gesture === "pan"
      ? [{ x: 120 + 60 * swing, y: 300 + 60 * swing }]
      : [1, -1].map((side) => ({ x: 120 + side * (60 + 30 * swing), y: 300 + side * (90 + 40 * swing) }));
  let session: CDPSession;
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", swing?: number) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: swing === undefined ? [] : at(swing).map((point, id) => ({ ...point, id })) });
  return {
    async begin(page) {
      session = await page.context().newCDPSession(page);
      await touch("touchStart", 0);
    },
    move: (_, swing) => touch("touchMove", swing),
    end: () => touch("touchEnd"),
  };
}

async function measureFrames({ page }: LaunchedBrowser, gesture: "pan" | "zoom", hand: Hand): Promise<void> {
  const frames = page.evaluate(async (count) => {
    const times: number[] = [];
    let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    while (times.length < count) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      times.push(now - last);
      last = now;
    }
    return times;
  }, FRAMES);
  const counting = { done: false };
  void frames.then(() => (counting.done = true));
  await hand.begin(page);
  const before = await mainThreadMs();
  for (let step = 0; !counting.done; step++) await hand.move(page, Math.sin(step / 12));
  await hand.end(page);
  const times = await frames;
  report(`${gesture}: frame`, times);
  console.log(`${gesture}: ${(((await mainThreadMs()) - before) / times.length).toFixed(1)} ms of main-thread processor time a frame`);
}

/** What one live column costs the main thread, step by step, and what a second of live data costs in all; the pointer rests. */
async function measureLiveColumns({ page }: LaunchedBrowser): Promise<void> {
  await page.waitForTimeout(3_000);
  await page.evaluate(() => void (window.clocked.spentMs = {}));
  const before = await mainThreadMs();
  await page.waitForTimeout(LIVE_MS);
  const perSecond = ((await mainThreadMs()) - before) / (LIVE_MS / 1_000);
  const spentMs = await page.evaluate(() => window.clocked.spentMs);
  for (const [step, times] of Object.entries(spentMs)) report(`live: ${step}`, times);
  const column = LIVE_COLUMN_STEPS.reduce((sum, step) => sum + median(spentMs[step] ?? []), 0);
  console.log(`live: one column ${column.toFixed(1)} ms of main thread (medians of ${LIVE_COLUMN_STEPS.join(" + ")})`);
  console.log(`live: ${perSecond.toFixed(1)} ms of main-thread processor time a second, everything the page does included`);
}

/** Runs in the page before its own code: clocks every message of stream and worker, and every animation frame. */
function clockHandlers(): void {
  const clocked: Clocked = { spentMs: {}, filledAtMs: undefined };
  window.clocked = clocked;
  let allLoaded = false;

  function clock(step: string, work: () => unknown): void {
    const start = performance.now();
    work();
    (clocked.spentMs[step] ??= []).push(performance.now() - start);
  }
  function stepOf(data: unknown): string {
    if (typeof data === "string") return "text message";
    if (data instanceof ArrayBuffer) return new TextDecoder().decode(new Uint8Array(data, 0, 3)) === "PKC" ? "column frame" : "levels frame";
    const { kind, count } = data as { kind: string; count?: number };
    if (kind === "loading") allLoaded = count === 0;
    if (kind === "painted" && allLoaded) clocked.filledAtMs ??= performance.now();
    return `${kind} reply`;
  }
  for (const { prototype } of [WebSocket, Worker]) {
    const listen = prototype.addEventListener as (type: string, listener: (event: Event) => void) => void;
    prototype.addEventListener = function (this: EventTarget, type: string, listener: (event: Event) => void) {
      const handler = (event: Event) => clock(stepOf((event as MessageEvent<unknown>).data), () => listener.call(this, event));
      listen.call(this, type, type === "message" ? handler : listener);
    };
  }
  const nextFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => nextFrame((time) => clock("paint", () => draw(time)));
}

/** Reads the processor time of the page's main thread so far: what else the machine does is no part of it. */
async function mainThreadClock({ page }: LaunchedBrowser): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0);
  };
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function report(what: string, times: number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  console.log(`${what} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms of ${times.length}`);
}
