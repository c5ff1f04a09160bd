import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { horizontalOverflow, onPageClock, smallTargets } from "../support/heat-page.ts";
import { marketFolderFiles } from "../support/market-folder.ts";
import { describePixels } from "../support/pixels.ts";
import { decodePng } from "../support/png.ts";
import { PHONE, type StoredPage, openStoredPage } from "../support/stored-page.ts";

let stored: StoredPage;
const page = () => stored.browser.page;

/** Imported history on a phone: the sheet holds the same tools as the desk's strip. */
beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(480), { screen: PHONE, window: "4h" });
});
afterAll(() => stored?.close());

async function takeTool(name: string): Promise<void> {
  await page().getByRole("button", { name: "Chart tools" }).tap();
  await page().getByRole("dialog", { name: "Chart tools" }).getByRole("button", { name }).tap();
}

async function download(name: string): Promise<{ name: string; content: Buffer }> {
  const coming = page().waitForEvent("download");
  await takeTool(name);
  const file = await coming;
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
}

test("the sheet of tools fits", async () => {
  await page().getByRole("button", { name: "Chart tools" }).tap();
  await page().getByRole("dialog", { name: "Chart tools" }).waitFor();
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTargets(page())).toEqual([]);
  await page().getByRole("button", { name: "Close", exact: true }).tap();
});

test("a picture holds the whole map, at the screen's own sharpness, with room for its words", async () => {
  const { name, content } = await download("Save picture");
  expect(name).toMatch(/^powderkeg-binance-BTCUSDT-\d{8}T\d{4}Z\.png$/);
  const stage = (await page().locator(".stage").boundingBox())!;
  const picture = decodePng(content);
  expect(picture.width).toBe(stage.width * 3);
  expect(picture.height).toBeGreaterThan(stage.height * 3 + 150);
  expect(describePixels(content).filled).toBeGreaterThan(0.3);
});

test("the figures have dollars for each cell and a candle for each column", async () => {
  const { name, content } = await download("Save figures");
  expect(name).toMatch(/\.csv$/);
  const [head, ...lines] = content.toString("utf8").trim().split("\n");
  expect(head).toMatch(/^column_start,.*,estimated_long_usd,estimated_short_usd$/);
  expect(new Set(lines.map((line) => line.split(",")[0])).size).toBeGreaterThan(200);
  expect(lines.reduce((sum, line) => sum + Number(line.split(",").at(-2)), 0)).toBeGreaterThan(0);
});

test("a link names the market, and the page says that it was copied", async () => {
  await page().context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await takeTool("Copy link");
  await page().getByRole("status").getByText("Link copied").waitFor();
  expect(await page().evaluate(() => navigator.clipboard.readText())).toBe(`${stored.server.url}/?market=binance:BTCUSDT&window=4h`);
});

test("two taps measure, and Escape ends it", async () => {
  await takeTool("Measure");
  await page().getByText("Choose the first point").waitFor();
  await page().getByRole("dialog", { name: "Chart tools" }).waitFor({ state: "detached" });
  const chart = (await page().locator(".chart").boundingBox())!;
  const tapAt = (x: number, y: number) => page().touchscreen.tap(chart.x + chart.width * x, chart.y + chart.height * y);
  await tapAt(0.2, 0.4);
  await page().getByText("Choose the second point").waitFor();
  const measured = () => page().locator("output.unseen").textContent();
  // The chart takes no second tap within half a second of the first, by its own clock.
  await onPageClock(page(), 600);
  await tapAt(0.5, 0.7);
  await expect.poll(measured).toMatch(/^−[\d.]+ % · −\d+ bps · .*est\. between, book now: \$/);
  await page().keyboard.press("Escape");
  await expect.poll(measured).toBe("");
});
