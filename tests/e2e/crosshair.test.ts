import type { CDPSession } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { launchBrowser } from "../support/browser.ts";
import { untilMapIsFilled } from "../support/heat-page.ts";
import { FOLDER_START, marketFolderFiles, onBybit } from "../support/market-folder.ts";
import { DESK, PHONE, type StoredPage, openStoredPage } from "../support/stored-page.ts";
import { swipe } from "../support/touches.ts";

const MINUTES = 600;
/** Everything that a cell of the map is read by, wherever the crosshair stands on heat. */
const WHOLE =
  /est\. (longs|shorts) here\s*\$[\d.]+[kMB]?\s*from price to here\s*\$[\d.]+[kMB]?[^]*confidence\s*(\d+ %|–|not kept)[^]*5x[^]*100x(?=[^]*venues\s*\S)(?=[^]*stood for\s*\S)/;
const BOTH = /venues\s*2\/2 (Binance|Bybit) \d+ %, (Binance|Bybit) \d+ %/;

let stored: StoredPage;
const page = () => stored.browser.page;
const readout = () => page().locator(".readout").innerText();

/** Two exchanges with the same market, as they are stored. */
beforeAll(async () => {
  const files = marketFolderFiles(MINUTES);
  stored = await openStoredPage([files, onBybit(files)], { screen: DESK, window: "4h&market=all:BTC" });
});
afterAll(() => stored?.close());

async function open(query: string): Promise<void> {
  await page().goto(`${stored.server.url}/?${query}`);
  await untilMapIsFilled(page());
}

/** Somewhere on the heat of the map, as shares of it. */
async function place(x: number, y: number): Promise<readonly [number, number]> {
  const pane = (await page().locator(".chart canvas").first().boundingBox())!;
  return [pane.x + x * pane.width, pane.y + y * pane.height];
}

/** Shares of the window's width, all over the heat of both sides. */
const PLACES = [
  [0.3, 0.06],
  [0.5, 0.12],
  [0.6, 0.8],
  [0.8, 0.9],
] as const;

test("on any cell of a combined map: dollars, running total, confidence, tiers, who holds it, and since when", async () => {
  for (const [x, y] of PLACES) {
    await page().mouse.move(...(await place(x, y)));
    await expect.poll(readout).toMatch(WHOLE);
    await expect.poll(readout).toMatch(BOTH);
    await expect.poll(readout).toMatch(/stood for\s*(≥ )?(new|\d+ (min|h|d))/);
    await expect.poll(readout).toMatch(/confidence\s*\d+ %/);
  }
});

test("what is read is never over the place that is read: near the upper edge it stands at the lower one", async () => {
  const covers = async (y: number) => {
    const box = (await page().locator(".readout").boundingBox())!;
    return box.y <= y && box.y + box.height >= y;
  };
  for (const share of [0.5, 0.06, 0.02, 0.9, 0.06]) {
    const [x, y] = await place(0.5, share);
    await page().mouse.move(x + 3, y);
    await page().mouse.move(x, y);
    await expect.poll(readout).toMatch(WHOLE);
    await expect.poll(() => covers(y)).toBe(false);
  }
});

test("of a tier alone confidence is said to be of all, and who holds it is of the tier", async () => {
  await open("market=all:BTC&window=4h&tiers=10.50");
  await page().mouse.move(...(await place(0.5, 0.9)));
  await expect.poll(readout).toMatch(/confidence\s*\d+ % \(all tiers\)/);
  await expect.poll(readout).toMatch(BOTH);
});

test("the level strip reads the same of the book now", async () => {
  await open("market=all:BTC&window=4h");
  const strip = (await page().locator(".strip").boundingBox())!;
  await page().mouse.move(strip.x + 40, strip.y + strip.height * 0.85);
  await expect.poll(readout).toMatch(/now, /);
  await expect.poll(readout).toMatch(BOTH);
  await expect.poll(readout).toMatch(/stood for\s*(≥ )?(new|\d+ (min|h|d))/);
});

test("a market of one exchange names it", async () => {
  await open("market=bybit:BTCUSDT&window=4h");
  await page().mouse.move(...(await place(0.5, 0.9)));
  await expect.poll(readout).toMatch(/venues\s*Bybit/);
  await expect.poll(readout).toMatch(WHOLE);
});

test("a pinned crosshair is read whole wherever the pointer goes, and in a replay as it was known then", async () => {
  const at = FOLDER_START + (MINUTES - 120) * MINUTE_MS;
  await open(`market=all:BTC&window=4h&at=${at}`);
  await page().locator(".replay-mark").waitFor();
  await page().mouse.move(...(await place(0.7, 0.9)));
  await expect.poll(readout).toMatch(/est\. longs here/);
  await page().keyboard.press("p");
  await page().mouse.move(...(await place(0.2, 0.1)));
  await expect.poll(readout).toMatch(BOTH);
  await expect.poll(readout).toMatch(WHOLE);
});

test("a long press on a phone reads it all, within the screen", async () => {
  const phone = await launchBrowser(PHONE);
  await phone.page.goto(`${stored.server.url}/?market=all:BTC&window=4h`);
  await untilMapIsFilled(phone.page);
  const session: CDPSession = await phone.page.context().newCDPSession(phone.page);
  const pane = (await phone.page.locator(".chart canvas").first().boundingBox())!;
  await swipe(session, [{ x: pane.x + pane.width / 2, y: pane.y + pane.height * 0.75 }], { lift: false });
  const text = () => phone.page.locator(".readout").innerText();
  await expect.poll(text).toMatch(WHOLE);
  await expect.poll(text).toMatch(BOTH);
  expect(await phone.page.getByText("confidence", { exact: true }).isVisible()).toBe(true);
  const box = (await phone.page.locator(".readout").boundingBox())!;
  expect(box.x + box.width).toBeLessThanOrEqual(360);
  await phone.close();
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
