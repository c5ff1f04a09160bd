import { afterAll, beforeAll, expect, test } from "vitest";
import { marketsReplySchema } from "#wire/messages.ts";
import { horizontalOverflow, pictureAtRest, smallTargets, smallTexts, untilDifference } from "../support/heat-page.ts";
import { getJson } from "../support/market-api.ts";
import { marketFolderFiles } from "../support/market-folder.ts";
import { PHONE, type StoredPage, openStoredPage } from "../support/stored-page.ts";

let stored: StoredPage;
const page = () => stored.browser.page;

/** Imported history, served as it is stored, on a phone. */
beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(480), { screen: PHONE, window: "4h" });
});
afterAll(() => stored?.close());

test("stored history is never passed off as live", async () => {
  const { source, markets } = await getJson(`${stored.server.url}/v1/markets`, marketsReplySchema);
  expect([source, markets.length]).toEqual(["replay", 1]);
  await expect.poll(() => page().getByRole("note").textContent()).toContain("STORED HISTORY");
  await expect.poll(() => page().locator(".source-tag").isVisible()).toBe(true);
  expect(await page().locator(".watermark").count()).toBe(0);
});

test("everything fits: no sideways scroll, no small text, no target under 40 px", async () => {
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTexts(page())).toEqual([]);
  expect(await smallTargets(page())).toEqual([]);
});

test("the map itself says what its colours mean", async () => {
  const scale = page().locator(".stage-legend .legend-heat");
  await expect.poll(async () => (await scale.innerText()).replaceAll(/\s+/g, " ")).toMatch(/^\$[\d.]+[kM]? to \$[\d.]+[kM]? \/ ?per 0\.1 %$/);
  await page().goto(`${page().url()}&layers=realised`);
  await scale.waitFor({ state: "detached" });
  await page().goBack();
  await scale.waitFor();
});

test("how the map is read, and what fingers do, is two taps away", async () => {
  await page().getByRole("button", { name: "Chart tools" }).tap();
  await page()
    .getByRole("button", { name: /^Reading the map/ })
    .tap();
  const sheet = page().getByRole("dialog", { name: "Reading the map" });
  await sheet.getByText("long press").waitFor();
  expect([await horizontalOverflow(page()), await smallTexts(page()), await smallTargets(page())]).toEqual([0, [], []]);
  await sheet.getByRole("button", { name: "Close" }).tap();
  await sheet.waitFor({ state: "hidden" });
});

test("a side can be hidden", async () => {
  const before = await pictureAtRest(page());
  await page().getByRole("button", { name: "Sides" }).tap();
  const sheet = page().getByRole("dialog", { name: "Side" });
  await sheet.getByRole("button", { name: "Longs", exact: true }).tap();
  await sheet.getByRole("button", { name: "Close" }).tap();
  await page().getByRole("button", { name: "Shorts" }).waitFor();
  await untilDifference(page(), before, { holds: (difference) => difference > 0.02 });
});

test("a sheet offers the windows and the choice is taken", async () => {
  await page().getByRole("button", { name: "4h" }).tap();
  const sheet = page().getByRole("dialog", { name: "Window" });
  await sheet.waitFor();
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTargets(page())).toEqual([]);
  await sheet.getByRole("radio", { name: "1h", exact: true }).tap();
  await sheet.getByRole("button", { name: "Close" }).tap();
  await page().getByRole("button", { name: "1h" }).waitFor();
  await expect.poll(() => new URL(page().url()).searchParams.get("window")).toBe("1h");
});

test("a tap asks why, and a sheet answers with entries that sum to the cell", async () => {
  const chart = (await page().locator(".chart").boundingBox())!;
  await page().touchscreen.tap(chart.x + chart.width / 3, chart.y + 90);
  const ask = page().getByRole("button", { name: "Why here?" });
  await ask.waitFor();
  expect(await smallTargets(page())).toEqual([]);
  await ask.tap();
  const sheet = page().getByRole("dialog", { name: "Behind this cell" });
  await sheet.getByRole("heading", { name: /Why is there \$[\d.]+[kM]? here\?/ }).waitFor();
  await expect.poll(() => sheet.getByRole("listitem").count()).toBeGreaterThan(0);
  await expect.poll(() => sheet.getByRole("listitem").first().innerText()).toMatch(/x\s*\$[\d.]+[kM]?\s*\$[\d.]+[kM]? opened/);
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTargets(page())).toEqual([]);
  expect(await smallTexts(page())).toEqual([]);
  await sheet.getByRole("button", { name: "Close" }).tap();
  await sheet.waitFor({ state: "hidden" });
});

test("the model is two taps away and fits", async () => {
  await page().getByRole("button", { name: "Layers" }).tap();
  await page().getByRole("button", { name: "Model: what the estimate rests on" }).tap();
  const sheet = page().getByRole("dialog", { name: "What the model goes by" });
  await sheet.getByRole("rowheader", { name: "never" }).waitFor();
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTexts(page())).toEqual([]);
  expect(await smallTargets(page())).toEqual([]);
  await sheet.getByRole("button", { name: "Close" }).tap();
  await page().getByRole("dialog", { name: "Layers and colour" }).getByRole("button", { name: "Close" }).tap();
});

test("a long press reads dollars at the finger", async () => {
  const chart = (await page().locator(".chart").boundingBox())!;
  const session = await page().context().newCDPSession(page());
  const touchPoints = [{ x: chart.x + chart.width / 3, y: chart.y + 60 }];
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  await expect.poll(() => page().locator(".readout").innerText()).toMatch(/est\. shorts here\s*\$[\d.]+[kMB]/);
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  expect(await horizontalOverflow(page())).toBe(0);
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
