// From an exchange's event to the pixel, against a running server on the simulator: npm run bench -- event-to-pixel http://127.0.0.1:8790 [market] [control URL]
// The exchange's clock, the server's and the page's are one machine's. With a control URL a 20x burst runs on every exchange meanwhile.
import { launchBrowser } from "../tests/support/browser.ts";

const SIZE = { width: 1600, height: 900, deviceScaleFactor: 1 };
const LISTEN_MS = 30_000;
const BURST = { kind: "burst", factor: 20, durationMs: LISTEN_MS + 15_000 };

interface Seen {
  /** Epoch ms: the exchange's own time of the mark, when the page heard it, when the frame that shows it had been drawn. */
  readonly sent: number;
  readonly heard: number;
  readonly drawn: number;
}
interface FeedStatus {
  readonly stream: string;
  readonly market: string | null;
  readonly exchange: string;
  readonly perSecond: number;
  readonly lagMs: number | null;
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
if (control) await fetch(`${control}/faults`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(BURST) });
const launched = await launchBrowser(SIZE);
try {
  await launched.page.addInitScript(watchMarks, market);
  await launched.page.goto(`${base}/?market=${market}&window=24h`);
  await launched.page.waitForTimeout(10_000);
  await launched.page.evaluate(() => void (window.seen = []));
  await launched.page.waitForTimeout(LISTEN_MS);
  const seen = await launched.page.evaluate(() => window.seen);
  const { feeds } = (await (await fetch(`${base}/v1/status`)).json()) as { feeds: readonly FeedStatus[] };
  const connections = feeds.filter(({ stream }) => stream.startsWith("connection"));
  console.log(`${Math.round(connections.reduce((sum, { perSecond }) => sum + perSecond, 0))} messages a second over ${connections.length} lines, last minute`);
  const own = feeds.find((feed) => feed.market === market && feed.stream === "mark");
  console.log(`received by the server ${own?.lagMs ?? "?"} ms after the exchange stamped it (median)`);
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
  await launched.close();
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
