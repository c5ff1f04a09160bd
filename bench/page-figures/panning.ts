import type { Browser, CDPSession, Page } from "playwright-core";
import type { BrowserWindow } from "../../tests/support/browser.ts";
import { framesWhile } from "./frame-times.ts";
import { type LiveFeed, liveFeedOf } from "./live-feed.ts";
import { sayFigure, saySpread, spreadOf } from "./table.ts";
import { threadClock, threadsPerFrame } from "./thread-clock.ts";
import { untilFilled } from "./until-filled.ts";
import { withPage } from "./with-page.ts";
import { zoomOut } from "./zoom-out.ts";

const FRAMES = 300;
const FRAME_MS = 18;
const HOURS = 8;
/** What of memory may come and go between two collections, MB. */
const LOOSE_MB = 4;
/** Live data come this often while the map is dragged. */
const SECOND_MS = 1_000;

interface Panned {
  readonly browser: Browser;
  readonly page: Page;
  readonly screen: BrowserWindow;
  readonly session: CDPSession;
  readonly feed: LiveFeed;
}

/** Drags the map under live data: a wide one, one of four hours, and that one eight hours of columns later. */
export const measurePanning = (base: string, screen: BrowserWindow): Promise<void> =>
  withPage(screen, async ({ browser, page }) => {
    const feed = await liveFeedOf(page);
    const session = await page.context().newCDPSession(page);
    const panned = { browser, page, screen, session, feed };
    await open(panned, `${base}/?window=3d`);
    const size = await zoomOut(page, screen);
    await pan(`pan, ${size.columns} x ${size.cells} cells in sight`, panned);
    await open(panned, `${base}/?window=4h`);
    await pan("pan, 4 h of minutes", panned);
    const before = await heapMb(session);
    await playHours(panned);
    const after = await heapMb(session);
    await pan(`pan, ${HOURS} h of columns later`, panned);
    const measured = `${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`;
    sayFigure({ what: `heap of the page, ${HOURS} h of columns`, target: "flat", measured, isReached: after - before < LOOSE_MB });
  });

async function open({ page, feed }: Panned, url: string): Promise<void> {
  await page.goto(url);
  await feed.untilHeard();
  await untilFilled(page);
  await page.waitForTimeout(1_500);
}

async function playHours({ page, feed }: Panned): Promise<void> {
  for (let minute = 0; minute < HOURS * 60; minute++) {
    feed.playMinute();
    // The page keeps up: it has painted before more comes.
    if (minute % 4 === 3) await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await page.waitForTimeout(2_000);
}

async function pan(what: string, { browser, page, screen, session, feed }: Panned): Promise<void> {
  const middle = { x: screen.width * 0.4, y: screen.height * 0.45 };
  const reach = Math.min(200, screen.width * 0.25);
  const hand = handOf(page, session, screen);
  await hand.down(middle);
  const threads = await threadClock(browser);
  const before = await threads();
  let playedAt = 0;
  const { times, longTasks } = await framesWhile(page, FRAMES, async (step) => {
    if (performance.now() - playedAt > SECOND_MS) {
      playedAt = performance.now();
      feed.playSecond();
    }
    await hand.move({ x: middle.x + reach * Math.sin(step / 12), y: middle.y });
  });
  const used = threadsPerFrame(before, await threads(), FRAMES);
  await hand.up();
  const spread = spreadOf(times);
  sayFigure({ what, target: "frame p95 < 18 ms", measured: `${saySpread(spread)}; ${longTasks} long tasks; ${used}`, isReached: spread.p95 < FRAME_MS });
}

interface Hand {
  readonly down: (at: { x: number; y: number }) => Promise<unknown>;
  readonly move: (to: { x: number; y: number }) => Promise<unknown>;
  readonly up: () => Promise<unknown>;
}

function handOf(page: Page, session: CDPSession, screen: BrowserWindow): Hand {
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  if (screen.touch) return { down: (at) => touch("touchStart", [at]), move: (to) => touch("touchMove", [to]), up: () => touch("touchEnd", []) };
  return { down: ({ x, y }) => page.mouse.move(x, y).then(() => page.mouse.down()), move: ({ x, y }) => page.mouse.move(x, y), up: () => page.mouse.up() };
}

async function heapMb(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 1e6;
}
