// What the page costs against a running server: npm run bench -- page-frames http://127.0.0.1:8790
// Bytes of the first picture, frame times of panning and zooming a wide map, main-thread time of live columns. Headless software rendering.
import { type LaunchedBrowser, launchBrowser } from "../tests/support/browser.ts";

const SIZE = { width: 1600, height: 900, deviceScaleFactor: 1 };
const FRAMES = 240;
const LIVE_MS = 20_000;
/** Size of the map while frames are timed. */
const COLUMNS = 1_500;
const CELLS = 600;

const base = process.argv[3] ?? "http://127.0.0.1:8790";
const launched = await launchBrowser(SIZE);
const mainThreadMs = await mainThreadClock(launched);
try {
  await measureLoad(launched);
  await measureLiveColumns(launched);
  await zoomOut(launched);
  for (const gesture of ["pan", "zoom"] as const) await measureFrames(launched, gesture);
  await measureLiveColumns(launched);
} finally {
  await launched.close();
}

async function measureLoad({ page }: LaunchedBrowser): Promise<void> {
  const start = Date.now();
  await page.goto(`${base}/?window=3d`);
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("/candles")));
  await page.waitForLoadState("networkidle").catch(() => undefined);
  const bytes = await page.evaluate(() =>
    (performance.getEntries() as PerformanceResourceTiming[]).reduce((sum, entry) => sum + ("transferSize" in entry ? entry.transferSize : 0), 0),
  );
  console.log(`load: ${Date.now() - start} ms until the network is idle, ${(bytes / 1000).toFixed(0)} kB on the main thread's account`);
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

async function measureFrames({ page }: LaunchedBrowser, gesture: "pan" | "zoom"): Promise<void> {
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
  await page.mouse.move(SIZE.width / 2, SIZE.height / 2);
  if (gesture === "pan") await page.mouse.down();
  const before = await mainThreadMs();
  for (let step = 0; !counting.done; step++) {
    const swing = Math.sin(step / 12);
    if (gesture === "pan") await page.mouse.move(SIZE.width / 2 + 200 * swing, SIZE.height / 2);
    else await page.mouse.wheel(0, swing > 0 ? 8 : -8);
  }
  if (gesture === "pan") await page.mouse.up();
  const times = await frames;
  report(`${gesture}: frame`, times);
  console.log(`${gesture}: ${(((await mainThreadMs()) - before) / times.length).toFixed(1)} ms of main-thread processor time a frame`);
}

/** Main-thread time a second of live data, with the pointer at rest. */
async function measureLiveColumns({ page }: LaunchedBrowser): Promise<void> {
  const before = await mainThreadMs();
  await page.waitForTimeout(LIVE_MS);
  const perSecond = ((await mainThreadMs()) - before) / (LIVE_MS / 1_000);
  console.log(`live: ${perSecond.toFixed(1)} ms of main-thread processor time a second: provisional column, levels, candle, mark and two paints`);
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

function report(what: string, times: number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  console.log(`${what} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms of ${times.length}`);
}
