// From an exchange's event to the pixel, against a running server on the simulator:
// npm run bench -- event-to-pixel http://127.0.0.1:8790 [market] [control URL] [process id of the server] [factor]
// The exchange's clock, the server's and the page's are one machine's. With a control URL a burst runs on every exchange meanwhile. What is followed is
// the mark of the market: its price line, label and forming bar are drawn in the next frame. The heat's forming column has a second of its own.
import { launchBrowser } from "../tests/support/browser.ts";
import { readStages, sayStages } from "./stage-quantiles.ts";
import { sayThreads, threadSeconds } from "./thread-times.ts";

const SIZE = { width: 1600, height: 900, deviceScaleFactor: 1 };
const LISTEN_MS = 30_000;
const SETTLE_MS = 10_000;

interface Seen {
  /** Epoch ms: the exchange's own time of the mark, when the page heard it, when the frame that shows it had been drawn. */
  readonly sent: number;
  readonly heard: number;
  readonly drawn: number;
}
interface FeedStatus {
  readonly stream: string;
  readonly messages: number;
}
declare global {
  interface Window {
    seen: Seen[];
    watched: string;
  }
}

const base = process.argv[3] ?? "http://127.0.0.1:8790";
const market = process.argv[4] ?? "bybit:BTCUSDT";
const control = process.argv[5];
const pid = Number(process.argv[6] ?? 0);
const factor = Number(process.argv[7] ?? 50);
const burst = { kind: "burst", factor, durationMs: LISTEN_MS + SETTLE_MS + 15_000 };
if (control) {
  const answer = await fetch(`${control}/faults`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(burst) });
  if (!answer.ok) throw new Error(`no burst: ${await answer.text()}`);
}
const launched = await launchBrowser(SIZE);
try {
  await launched.page.addInitScript(watchMarks, market);
  await launched.page.goto(`${base}/?market=${market}&window=24h`);
  await launched.page.waitForTimeout(SETTLE_MS);
  await launched.page.evaluate(() => void (window.seen = []));
  const before = { stages: await readStages(base), messages: await messages(), threads: pid ? threadSeconds(pid) : undefined, at: performance.now() };
  await launched.page.waitForTimeout(LISTEN_MS);
  const seen = await launched.page.evaluate(() => window.seen);
  const seconds = (performance.now() - before.at) / 1_000;
  console.log(`${Math.round(((await messages()) - before.messages) / seconds)} messages a second`);
  if (before.threads) sayThreads(before.threads, threadSeconds(pid), seconds);
  console.log("in the server, frames of all exchanges; push: marks to a page");
  sayStages({ before: before.stages, after: await readStages(base) });
  report(
    `exchange's stamp to the page, ${seen.length} marks,`,
    seen.map(({ sent, heard }) => heard - sent),
  );
  report(
    "page to drawn frame,",
    seen.map(({ heard, drawn }) => drawn - heard),
  );
  report(
    "exchange's stamp to drawn frame,",
    seen.map(({ sent, drawn }) => drawn - sent),
  );
} finally {
  if (control) await fetch(`${control}/faults`, { method: "DELETE" });
  await launched.close();
}

/** Of all lines, since the start. */
async function messages(): Promise<number> {
  const { feeds } = (await (await fetch(`${base}/v1/status`)).json()) as { feeds: readonly FeedStatus[] };
  return feeds.filter(({ stream }) => stream.startsWith("connection")).reduce((sum, feed) => sum + feed.messages, 0);
}

/** Runs in the page before its own code: notes when marks of the market come, and when the frame after them is drawn. */
function watchMarks(watched: string): void {
  window.seen = [];
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      this.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (typeof data !== "string" || !data.startsWith('{"type":"mark"')) return;
        const message = JSON.parse(data) as { market: string; time: number };
        if (message.market !== watched) return;
        const heard = Date.now();
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener("message", () => window.seen.push({ sent: message.time, heard, drawn: Date.now() }));
          port1.start();
          port2.postMessage(undefined);
        });
      });
    }
  };
}

function report(what: string, valuesMs: readonly number[]): void {
  const sorted = valuesMs.toSorted((a, b) => a - b);
  const at = (share: number): string => `${sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? "?"} ms`;
  console.log(`${what} p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, worst ${at(1)}`);
}
