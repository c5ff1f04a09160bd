// Panning under live data, on a desk and on a phone, and after eight hours of columns: npm run bench -- page-pan http://127.0.0.1:8790
// Frame times, long tasks and main-thread time in headless software rendering; memory before and after.
import type { CDPSession } from "playwright-core";
import { type BrowserWindow, type LaunchedBrowser, launchBrowser } from "../tests/support/browser.ts";
import { type LiveFeed, liveFeedOf } from "./page-pan/live-feed.ts";
import { framesWhile } from "./page-pan/frame-times.ts";

interface Screen {
  readonly name: string;
  readonly window: BrowserWindow;
}

const SCREENS: readonly Screen[] = [
  { name: "desk 1600 x 900", window: { width: 1600, height: 900, deviceScaleFactor: 1 } },
  { name: "phone 360 x 740 at 3", window: { width: 360, height: 740, deviceScaleFactor: 3, touch: true } },
];
const FRAMES = 300;
/** Size of the wide map. */
const COLUMNS = 1_500;
const CELLS = 600;
const HOURS = 8;
/** Live data come this often while the map is dragged. */
const SECOND_MS = 1_000;

const base = process.argv[3] ?? "http://127.0.0.1:8790";
for (const screen of SCREENS) await measure(screen);

async function measure({ name, window }: Screen): Promise<void> {
  const launched = await launchBrowser(window);
  try {
    const feed = await liveFeedOf(launched.page);
    const session = await launched.page.context().newCDPSession(launched.page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await launched.page.goto(`${base}/?window=3d`);
    await feed.untilHeard();
    await launched.page.waitForTimeout(4_000);
    console.log(`${name}: ${await zoomOut(launched, window)}`);
    await measurePan(`${name}, wide map`, { launched, window, session, feed });
    await launched.page.goto(`${base}/?window=4h`);
    await feed.untilHeard();
    await launched.page.waitForTimeout(4_000);
    await measurePan(`${name}, 4 h of minutes`, { launched, window, session, feed });
    const before = await heapMb(session);
    for (let minute = 0; minute < HOURS * 60; minute++) {
      feed.playMinute();
      // The page keeps up: it has painted before more comes.
      if (minute % 4 === 3) await launched.page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await launched.page.waitForTimeout(3_000);
    console.log(`${name}: heap ${before.toFixed(1)} MB before ${HOURS} h of columns, ${(await heapMb(session)).toFixed(1)} MB after`);
    await measurePan(`${name}, ${HOURS} h of columns later`, { launched, window, session, feed });
  } finally {
    await launched.close();
  }
}

interface Pan {
  readonly launched: LaunchedBrowser;
  readonly window: BrowserWindow;
  readonly session: CDPSession;
  readonly feed: LiveFeed;
}

/** Drags the map to and fro while live data comes. */
async function measurePan(what: string, { launched: { page }, window, session, feed }: Pan): Promise<void> {
  const middle = { x: window.width * 0.4, y: window.height * 0.45 };
  const reach = Math.min(200, window.width * 0.25);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", x: number) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y: middle.y }] });
  if (window.touch) await touch("touchStart", middle.x);
  else {
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
  }
  const heard = feed.heard();
  const busyBefore = await busyMs(session);
  let playedAt = 0;
  const measured = await framesWhile(page, FRAMES, async (step) => {
    if (performance.now() - playedAt > SECOND_MS) {
      playedAt = performance.now();
      feed.playSecond();
    }
    const x = middle.x + reach * Math.sin(step / 12);
    await (window.touch ? touch("touchMove", x) : page.mouse.move(x, middle.y));
  });
  const busyPerFrame = ((await busyMs(session)) - busyBefore) / FRAMES;
  if (window.touch) await touch("touchEnd", middle.x);
  else await page.mouse.up();
  const sorted = measured.times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  console.log(
    `${what}: frame p50 ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)} ms; ${busyPerFrame.toFixed(1)} ms of main thread a frame; ${measured.longTasks} long tasks; ${feed.heard() - heard} live frames meanwhile`,
  );
}

/** Zooms both axes out until tiles of a map of COLUMNS x CELLS have been asked for, or it goes no further. */
async function zoomOut({ page }: LaunchedBrowser, window: BrowserWindow): Promise<string> {
  const columns = new Set<string>();
  const cells = new Set<string>();
  page.on("request", (request) => {
    const [, x, y] = /\/tiles\/\w+\/\d+\/(-?\d+)\/(-?\d+)$/.exec(request.url()) ?? [];
    if (x && y) {
      columns.add(x);
      cells.add(y);
    }
  });
  const axis = (await page.locator(".strip").boundingBox())!.x - 20;
  for (let drag = 0; drag < 14 && (cells.size - 1) * 256 < CELLS; drag++) {
    await page.mouse.move(axis, window.height * 0.35);
    await page.mouse.down();
    await page.mouse.move(axis, window.height * 0.35 + 110, { steps: 6 });
    await page.mouse.up();
    await page.waitForTimeout(250);
  }
  await page.mouse.move(window.width / 3, window.height * 0.45);
  for (let notch = 0; notch < 60 && (columns.size - 1) * 256 < COLUMNS; notch++) {
    await page.mouse.wheel(0, 60);
    await page.waitForTimeout(120);
  }
  await page.waitForTimeout(2_000);
  return `${columns.size} x ${cells.size} tiles of 256 x 256 asked for`;
}

async function heapMb(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 1e6;
}

/** Processor time of the page's main thread so far. */
async function busyMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0);
}
