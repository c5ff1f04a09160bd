import { afterAll, beforeAll, expect, test } from "vitest";
import { untilMapIsFilled } from "../support/heat-page.ts";
import { marketFolderFiles } from "../support/market-folder.ts";
import { DESK, type StoredPage, openStoredPage } from "../support/stored-page.ts";

let stored: StoredPage;
const page = () => stored.browser.page;
const path = () => new URL(page().url()).pathname;
const query = (name: string) => new URL(page().url()).searchParams.get(name);
const list = () => page().getByRole("table", { name: "Every coin" });

/** Two coins, as they are stored. */
beforeAll(async () => {
  const btc = marketFolderFiles(480);
  const instrument = { ...(JSON.parse(btc["instrument.json"]) as object), symbol: "ETHUSDT", coin: "ETH" };
  stored = await openStoredPage([btc, { ...btc, "instrument.json": JSON.stringify(instrument) }], { screen: DESK, window: "4h" });
});
afterAll(() => stored?.close());

/** Marks this document and its map: another document, or another map, has no such mark. */
const mark = () => page().evaluate(() => document.querySelector(".chart canvas")!.setAttribute("data-same", "yes"));
const isSameMap = () => page().evaluate(() => document.querySelector(".chart canvas")?.getAttribute("data-same") === "yes");

test("the overview opens before the map, which is there again as it was: no other document, no other map", async () => {
  await mark();
  const asked: string[] = [];
  page().on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page().getByRole("link", { name: "Overview", exact: true }).click();
  await list().waitFor();
  await expect.poll(path).toBe("/overview");
  await expect.poll(() => page().locator(".chart").isVisible()).toBe(false);
  expect([query("window"), await isSameMap()]).toEqual(["4h", true]);
  asked.length = 0;
  await page().getByRole("link", { name: "Back to the map", exact: true }).click();
  await expect.poll(() => page().locator(".chart").isVisible()).toBe(true);
  await expect.poll(path).toBe("/");
  expect(await isSameMap()).toBe(true);
  expect(asked.filter((one) => one.includes("/tiles/") || one.includes("/candles"))).toEqual([]);
});

test("keys of the map rest while the list is before it, and the focus comes back to where it was", async () => {
  await page().getByRole("link", { name: "Overview", exact: true }).focus();
  await page().keyboard.press("Enter");
  await list().waitFor();
  await page().keyboard.press("2");
  await page().keyboard.press("]");
  expect([query("window"), query("market")]).toEqual(["4h", null]);
  await page().goBack();
  await expect.poll(() => page().locator(".chart").isVisible()).toBe(true);
  await expect.poll(() => page().evaluate(() => document.activeElement?.textContent)).toBe("Overview");
  await page().keyboard.press("o");
  await list().waitFor();
  await expect.poll(() => page().evaluate(() => document.activeElement?.matches("h1"))).toBe(true);
  await page().keyboard.press("Tab");
  expect(await page().evaluate(() => document.activeElement?.closest(".overview-page") !== null)).toBe(true);
  await page().goBack();
  await expect.poll(() => page().evaluate(() => document.activeElement?.textContent)).toBe("Overview");
  await page().keyboard.press("o");
  await list().waitFor();
});

test("a coin of the list is a press away, its sort is kept for the way back, and the browser's ways lead through both", async () => {
  await page().getByRole("button", { name: "Coin", exact: true }).click();
  await expect.poll(() => query("sort")).toMatch(/^coin\./);
  const sort = query("sort");
  await page().getByRole("link", { name: /^ETH/ }).click();
  await page().getByRole("button", { name: "Coin: ETH" }).waitFor();
  await untilMapIsFilled(page());
  await expect.poll(() => [path(), query("market"), query("sort")]).toEqual(["/", "binance:ETHUSDT", null]);
  expect(await isSameMap()).toBe(true);
  await page().goBack();
  await list().waitFor();
  await expect.poll(() => query("sort")).toBe(sort);
  await page().goBack();
  await page().getByRole("button", { name: "Coin: BTC" }).waitFor();
  await page().goForward();
  await list().waitFor();
});

test("opened by its own address it leads to a map, which was not loaded until then", async () => {
  await page().goto(`${stored.server.url}/overview?window=4h`);
  await list().waitFor();
  expect(await page().locator(".chart").count()).toBe(0);
  await page().getByRole("link", { name: /^BTC/ }).click();
  await untilMapIsFilled(page());
  await mark();
  await page().goBack();
  await list().waitFor();
  expect(await isSameMap()).toBe(true);
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
