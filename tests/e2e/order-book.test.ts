import { afterAll, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { horizontalOverflow, smallTargets, smallTexts, untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { decodePng } from "../support/png.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;
const ladder = () => page().getByRole("img", { name: "Order book now, in the rows of the map" });

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--days", "1", "--data-dir", folder.path]);
  browser = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
  await untilFilled(server.url, "binance:BTCUSDT");
  await page().goto(new URL("?window=15m", server.url).href);
  await untilMapIsFilled(page());
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

/** Heights of the bids' and asks' pixels in the ladder, on average; NaN while there are none. */
async function barsInLadder(): Promise<{ readonly bids: number; readonly asks: number }> {
  const { width, height, channels, bytes } = decodePng(await ladder().locator("canvas").screenshot());
  const sums = { bids: 0, asks: 0 };
  const counts = { bids: 0, asks: 0 };
  for (let y = 0; y < height; y++)
    for (let x = 20; x < width; x++) {
      const [red, green] = [bytes[(y * width + x) * channels], bytes[(y * width + x) * channels + 1]];
      const side = green - red > 40 ? "bids" : red - green > 40 ? "asks" : undefined;
      if (side === undefined) continue;
      sums[side] += y;
      counts[side]++;
    }
  return { bids: sums.bids / counts.bids, asks: sums.asks / counts.asks };
}

const numbersIn = (text: string): number[] => (text.match(/[\d,]+\.\d/g) ?? []).map((number) => Number(number.replaceAll(",", "")));

async function rowAt(y: number): Promise<readonly number[]> {
  const beside = await ladder().boundingBox();
  if (!beside) throw new Error("the ladder is not on the page");
  await page().mouse.move(beside.x + 60, beside.y + y);
  return numbersIn(await page().locator(".ladder-tip-prices").innerText());
}

async function priceAt(y: number): Promise<number> {
  const map = await page().locator(".chart").boundingBox();
  if (!map) throw new Error("the map is not on the page");
  await page().mouse.move(map.x + map.width * 0.4, map.y + y);
  const price = async () => numbersIn(/price\s*([\d,.]+)/.exec(await page().locator(".readout").innerText())?.[1] ?? "")[0];
  await expect.poll(price).toBeGreaterThan(0);
  return price();
}

/** The prices of the ladder's row at a height, and the price that the map reads there. The live map moves: its scale has to be the same before and after. */
async function readAt(y: number): Promise<{ readonly row: readonly number[]; readonly price: number }> {
  for (let row = await rowAt(y); ;) {
    const price = await priceAt(y);
    const after = await rowAt(y);
    if (after.join() === row.join()) return { row, price };
    row = after;
  }
}

const APART_PX = 60;

async function expectAligned(): Promise<void> {
  const { bids, asks } = await barsInLadder();
  const middle = Math.round((asks + bids) / 2);
  const upper = await readAt(middle);
  let lower = upper;
  await expect.poll(async () => (lower = await readAt(middle + APART_PX)).price).toBeLessThan(upper.price);
  // Rows end on whole pixels, and so does the pointer.
  const slack = (1.5 * (upper.price - lower.price)) / APART_PX;
  expect(slack).toBeLessThan((upper.row[1] - upper.row[0]) / 2);
  for (const y of [asks - 6, asks, (asks + bids) / 2, bids, bids + 7]) {
    const { row } = await readAt(Math.round(y));
    // The map's reading follows the pointer when the worker has answered.
    const offRow = async () => (({ row: [low, high], price }) => Math.max(low - price, price - high))(await readAt(Math.round(y)));
    await expect.poll(offRow).toBeLessThan(slack);
    // Two price rows of two basis points, as the map's cells at this window.
    expect(Math.log(row[1] / row[0]) / Math.log(1.0002)).toBeCloseTo(2, 1);
  }
}

test("asks stand above bids, in the rows of the map, also after its prices were pulled apart", async () => {
  await expect.poll(async () => ((bars) => bars.asks < bars.bids)(await barsInLadder())).toBe(true);
  await expectAligned();
  const map = await page().locator(".chart").boundingBox();
  if (!map) throw new Error("no map");
  const before = await barsInLadder();
  await page().mouse.move(map.x + map.width - 30, map.y + 200);
  await page().mouse.down();
  await page().mouse.move(map.x + map.width - 30, map.y + 120, { steps: 5 });
  await page().mouse.up();
  const apart = async () => ((bars) => bars.bids - bars.asks)(await barsInLadder());
  await expect.poll(apart).not.toBeCloseTo(before.bids - before.asks, 0);
  await expectAligned();
});

test("it can be put away, a link says so, and it comes back", async () => {
  await page().getByRole("button", { name: "Panes" }).click();
  await page().getByRole("checkbox", { name: "Order book" }).click();
  await ladder().waitFor({ state: "hidden" });
  await expect.poll(() => new URL(page().url()).searchParams.get("ladder")).toBe("hidden");
  await page().getByRole("checkbox", { name: "Order book" }).click();
  await ladder().waitFor({ state: "visible" });
  await page().keyboard.press("Escape");
  expect([await horizontalOverflow(page()), await smallTexts(page())]).toEqual([0, []]);
});

test("on a phone it is a panel", async () => {
  const phone = await launchBrowser({ width: 360, height: 740, deviceScaleFactor: 3, touch: true });
  try {
    await phone.page.goto(new URL("?panel=orders", server.url).href);
    const sheet = phone.page.getByRole("tabpanel");
    await expect.poll(() => sheet.innerText()).toMatch(/Binance BTCUSDT\s+live/);
    await expect.poll(() => sheet.getByRole("table", { name: "Orders around the price" }).getByRole("row").count()).toBeGreaterThan(4);
    expect([await horizontalOverflow(phone.page), await smallTexts(phone.page), await smallTargets(phone.page)]).toEqual([0, [], []]);
  } finally {
    await phone.close();
  }
});
