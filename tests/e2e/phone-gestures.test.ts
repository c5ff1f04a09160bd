import type { CDPSession } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pictureOfMap, untilDifference, untilMapIsFilled } from "../support/heat-page.ts";
import { marketFolderFiles } from "../support/market-folder.ts";
import { PHONE, type StoredPage, openStoredPage } from "../support/stored-page.ts";
import { type Point, liftFingers, moveFingers, swipe, tapTwice } from "../support/touches.ts";

let stored: StoredPage;
let touches: CDPSession;
/** Upper left corner of the map. */
let corner: Point;
const page = () => stored.browser.page;
const readout = () => page().locator(".readout").innerText();

/** Stored history stands still: what lies under a finger is what lay there. */
beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(720), { screen: PHONE, window: "12h" });
  touches = await page().context().newCDPSession(page());
  corner = (await page().locator(".chart").boundingBox())!;
});
afterAll(() => stored?.close());

test("a long press reads under the finger, the read-out goes with it, stays when it lifts, and a tap sends it away", async () => {
  const [first, second] = [at(0.3, 0.3), at(0.7, 0.6)];
  await swipe(touches, [first], { lift: false });
  const before = await untilReading();
  await touches.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [second] });
  await expect.poll(async () => (await reading())?.price).not.toBe(before.price);
  await liftFingers(touches);
  const there = await untilReading();
  expect(there.price).toBeLessThan(before.price);
  expect(there.time).not.toBe(before.time);
  await swipe(touches, [at(0.5, 0.5)]);
  await expect.poll(readout).toContain("as of");
});

test("with the crosshair on, a finger beside it moves it, so that nothing lies under the finger", async () => {
  await hold(at(0.5, 0.3));
  const before = await untilReading();
  const from = at(0.2, 0.7);
  await swipe(touches, [from, { x: from.x, y: from.y + 20 }, { x: from.x, y: from.y + 60 }], { restMs: 100 });
  await expect.poll(async () => (await reading())?.price).toBeLessThan(before.price);
  expect((await untilReading()).time).toBe(before.time);
  await dismiss();
});

test("a pinch zooms price and time around the fingers: what lay under each lies under it", async () => {
  const [from, to] = [
    [at(0.35, 0.35), at(0.65, 0.6)],
    [at(0.15, 0.2), at(0.85, 0.75)],
  ];
  const before = [await readAt(from[0]), await readAt(from[1])];
  const picture = await pictureOfMap(page());
  await pinch(from, to);
  await untilDifference(page(), picture, { holds: (difference) => difference > 0.1 });
  await untilMapIsFilled(page());
  for (const finger of [0, 1]) {
    const after = await readAt(to[finger]);
    expect(Math.abs(after.price / before[finger].price - 1)).toBeLessThan(0.0005);
    expect(Math.abs(minutesOf(after.time) - minutesOf(before[finger].time))).toBeLessThanOrEqual(10);
  }
});

test("a drag pans both ways, and two taps fit the window again", async () => {
  const from = at(0.3, 0.3);
  const before = await readAt(from);
  const to = at(0.6, 0.55);
  await swipe(touches, [from, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, to], { restMs: 200 });
  const after = await readAt(to);
  expect(Math.abs(after.price / before.price - 1)).toBeLessThan(0.0005);
  expect(Math.abs(minutesOf(after.time) - minutesOf(before.time))).toBeLessThanOrEqual(10);
  const moved = await pictureOfMap(page());
  await tapTwice(touches, from);
  await untilDifference(page(), moved, { holds: (difference) => difference > 0.1 });
  const fitted = [await readAt(at(0.5, 0.02)), await readAt(at(0.5, 0.98))];
  // The whole window is in sight again, which the pinched map had not.
  expect(fitted[0].price / fitted[1].price).toBeGreaterThan(1.005);
});

test("for who wants no motion a thrown map stops where the finger lets go", async () => {
  await page().emulateMedia({ reducedMotion: "reduce" });
  const [from, to] = [at(0.3, 0.5), at(0.7, 0.5)];
  const before = await readAt(from);
  await fling(from, to);
  const after = await readAt(to);
  expect(Math.abs(minutesOf(after.time) - minutesOf(before.time))).toBeLessThanOrEqual(10);
  await page().emulateMedia({ reducedMotion: "no-preference" });
});

test("no gesture zooms or scrolls the page itself", async () => {
  await pinch([at(0.3, 0.3), at(0.7, 0.7)], [at(0.05, 0.05), at(0.95, 0.95)]);
  await swipe(touches, [at(0.5, 0.1), at(0.5, 0.5), at(0.5, 0.95)]);
  expect(await page().evaluate(() => [visualViewport?.scale, visualViewport?.pageTop, scrollX, scrollY])).toEqual([1, 0, 0, 0]);
  expect(await page().evaluate(() => getComputedStyle(document.body).overscrollBehaviorY)).toBe("none");
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));

/** A place of the map, as shares of the part that is free of the price axis. */
const PLOT = { width: 230, height: 420 };
const at = (x: number, y: number): Point => ({ x: corner.x + x * PLOT.width, y: corner.y + y * PLOT.height });

/** The finger rests for as long as it takes until the crosshair is there. */
async function hold(point: Point): Promise<void> {
  await swipe(touches, [point], { lift: false });
  await untilReading();
  await liftFingers(touches);
}

async function dismiss(): Promise<void> {
  await swipe(touches, [at(0.5, 0.5)]);
  await expect.poll(readout).toContain("as of");
  // The next tap is not the second of two.
  await new Promise((resolve) => setTimeout(resolve, 350));
}

/** What the crosshair reads, or undefined while it reads nothing. */
async function reading(): Promise<{ price: number; time: string } | undefined> {
  const [, time, price] = /(\d\d:\d\d)–[^]*?UTC\s+([\d,]+\.\d+)/.exec(await readout()) ?? [];
  return time && price ? { time, price: Number(price.replaceAll(",", "")) } : undefined;
}

async function untilReading() {
  await expect.poll(reading).toBeDefined();
  return (await reading())!;
}

async function readAt(point: Point) {
  await hold(point);
  const read = await untilReading();
  await dismiss();
  return read;
}

/** A swipe that is still under way when the finger lifts. */
async function fling(from: Point, to: Point): Promise<void> {
  const shares = [0, 0.2, 0.4, 0.6, 0.8, 1];
  await swipe(
    touches,
    shares.map((share) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share })),
  );
}

async function pinch(from: readonly Point[], to: readonly Point[]): Promise<void> {
  const steps = [0, 0.25, 0.5, 0.75, 1];
  const path = steps.map((share) => from.map(({ x, y }, finger) => ({ x: x + (to[finger].x - x) * share, y: y + (to[finger].y - y) * share })));
  await moveFingers(touches, path, { restMs: 200 });
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
