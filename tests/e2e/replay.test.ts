import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "#core/units.ts";
import { candlesReplySchema, marketsReplySchema } from "#wire/messages.ts";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { horizontalOverflow, smallTexts, untilMapIsFilled } from "../support/heat-page.ts";
import { getJson, untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { untilStill } from "../support/touches.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;
const bar = () => page().getByRole("region", { name: "Replay" });
const mark = () => page().locator(".replay-mark");
const slider = () => bar().getByRole("slider", { name: "Instant that is shown" });
const shownAt = async (): Promise<number> => Number(await slider().inputValue());
const addressAt = (): number => Date.parse(new URL(page().url()).searchParams.get("at") ?? "");

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--days", "2", "--data-dir", folder.path]);
  await untilFilled(server.url, "binance:BTCUSDT");
  browser = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
  await page().goto(`${server.url}/?panel=tape&panes=oi`);
  await untilMapIsFilled(page());
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

/** The price in the header is that of then, as the server tells it. */
async function expectPriceOfThen(at: number): Promise<void> {
  const { markets } = await getJson(`${server.url}/v1/markets?at=${at}`, marketsReplySchema);
  const price = page().locator(".price-tag .price");
  await expect.poll(() => price.textContent()).toBe(markets[0].mark?.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
}

test("one key enters: the page says REPLAY and when, and shows the price of then", async () => {
  await page().keyboard.press("r");
  await bar().waitFor();
  await expect.poll(() => mark().textContent()).toMatch(/^REPLAY \d+ \w+ \d\d:\d\d UTC$/);
  expect(Date.now() - (await shownAt())).toBeGreaterThan(5 * 3_600_000);
  await expect.poll(addressAt).toBe(await shownAt());
  await expectPriceOfThen(await shownAt());
  await untilMapIsFilled(page());
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTexts(page())).toEqual([]);
});

test("a step is as long as is chosen", async () => {
  const before = await shownAt();
  await bar().getByLabel("A step is").selectOption("1 m");
  await bar().getByRole("button", { name: "1 minute back" }).click();
  await expect.poll(shownAt).toBe(before - MINUTE_MS);
  await bar().getByLabel("A step is").selectOption("1 h");
  await bar().getByRole("button", { name: "1 hour on" }).click();
  await expect.poll(shownAt).toBe((Math.floor((before - MINUTE_MS) / (60 * MINUTE_MS)) + 1) * 60 * MINUTE_MS);
  await bar().getByLabel("A step is").selectOption("column");
});

test("keys step by one column, back and on", async () => {
  const before = await shownAt();
  await page().keyboard.press(",");
  await expect.poll(shownAt).toBe((Math.ceil(before / (5 * MINUTE_MS)) - 1) * 5 * MINUTE_MS);
  await page().keyboard.press(".");
  await page().keyboard.press(".");
  await expect.poll(shownAt).toBe((Math.ceil(before / (5 * MINUTE_MS)) + 1) * 5 * MINUTE_MS);
  await expectPriceOfThen(await shownAt());
});

test("it plays at the chosen speed, and stands still when it is told to", async () => {
  const before = await shownAt();
  await bar().getByRole("radio", { name: "600×" }).click();
  await bar().getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(shownAt).toBeGreaterThan(before + 30 * MINUTE_MS);
  await bar().getByRole("button", { name: "Pause" }).click();
  await bar().getByRole("button", { name: "Play", exact: true }).waitFor();
  const paused = await untilStill(page(), shownAt);
  await expect.poll(addressAt).toBe(paused);
  await expectPriceOfThen(paused);
  expect(await shownAt()).toBe(paused);
});

test("no figure on the map is of a later time, and the forming candle is what had traded", async () => {
  const at = await shownAt();
  const { candles } = await getJson(`${server.url}/v1/markets/binance/BTCUSDT/candles?interval=5m&at=${at}`, candlesReplySchema);
  let rows: readonly (readonly string[])[] = [];
  // What had traded of the forming one comes by a request of its own.
  const forming = async () => {
    rows = await savedFigures();
    return rows.at(-1)!.slice(3, 7).map(Number);
  };
  await expect.poll(forming).toEqual(candles.at(-1)!.slice(1, 5));
  expect(rows.length).toBeGreaterThan(1_000);
  for (const [start, end, state, , , , , low] of rows) {
    expect(Date.parse(start)).toBeLessThan(at);
    if (low !== "") expect([Date.parse(end) <= at, state]).toEqual([true, "closed"]);
  }
});

async function savedFigures(): Promise<readonly (readonly string[])[]> {
  const coming = page().waitForEvent("download");
  await page().getByRole("button", { name: "Save figures" }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toContain("-replay-");
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\n").slice(1);
  return lines.map((line) => line.split(","));
}

test("the tape ends where the instant is, and the order book is not passed off as one of then", async () => {
  await expect.poll(() => page().locator(".drawer-body").first().innerText()).not.toContain("Loading");
  await page().getByRole("tab", { name: "Order book" }).click();
  await page().getByText("Order books are not kept").first().waitFor();
});

test("a link that is copied holds the instant on screen, also while the address has not caught up", async () => {
  await page().context().grantPermissions(["clipboard-read", "clipboard-write"]);
  for (let steps = 0; steps < 3; steps++) await page().keyboard.press(",");
  const at = await shownAt();
  await page().keyboard.press("c");
  await page().getByText("Link copied").first().waitFor();
  const link = new URL(await page().evaluate(() => navigator.clipboard.readText()));
  expect(Date.parse(link.searchParams.get("at") ?? "")).toBe(at);
  await expect.poll(addressAt).toBe(at);
});

test("a link opens the same instant; Escape leads back to now", async () => {
  const at = await shownAt();
  await page().reload();
  await bar().waitFor();
  await expect.poll(shownAt).toBe(at);
  await untilMapIsFilled(page());
  await expectPriceOfThen(at);
  await page().locator(".brand").click();
  await page().keyboard.press("Escape");
  await bar().waitFor({ state: "hidden" });
  await expect.poll(async () => [await mark().count(), new URL(page().url()).searchParams.get("at")]).toEqual([0, null]);
  await untilMapIsFilled(page());
});

test("of a time before anything was stored it says so and offers the nearest; at the end play is live again", async () => {
  await page().goto(`${server.url}/?at=${Date.now() - 40 * DAY_MS}`);
  await page()
    .getByRole("button", { name: /^Go to .*, the nearest$/ })
    .click();
  await expect.poll(shownAt).toBe(Number(await slider().getAttribute("min")));
  await slider().focus();
  await page().keyboard.press("End");
  await bar().getByRole("button", { name: "Live" }).click();
  await bar().waitFor({ state: "hidden" });
});

test("the page had no error from beginning to end", () => expect(browser.problems).toEqual([]));
