import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { pictureAtRest, untilMapIsFilled } from "../support/heat-page.ts";
import { FOLDER_START, marketFolderFiles, onBybit } from "../support/market-folder.ts";
import { pixelDifference } from "../support/pixels.ts";
import { DESK, type StoredPage, openStoredPage } from "../support/stored-page.ts";

const MINUTES = 600;

let stored: StoredPage;
const page = () => stored.browser.page;
const panel = () => page().getByRole("tabpanel");

/** Two exchanges with the same market, as they are stored. */
beforeAll(async () => {
  const files = marketFolderFiles(MINUTES);
  stored = await openStoredPage([files, onBybit(files)], { screen: DESK, window: "4h&market=all:BTC" });
});
afterAll(() => stored?.close());

async function open(query: string): Promise<void> {
  await page().goto(`${stored.server.url}/?market=all:BTC&window=4h${query}`);
  await untilMapIsFilled(page());
}

/** What an exchange's own row adds up to: longs, then shorts. */
const totalsOf = (name: string) => panel().locator(".exchanges-label", { hasText: name }).locator("small").innerText();

test("each exchange's own book hides what its own map is not sure of", async () => {
  await open("&panel=exchanges");
  await expect.poll(() => totalsOf("Bybit")).toMatch(/\$[\d.]+[kMB] +\$[\d.]+[kMB]/);
  const whole = await totalsOf("Bybit");
  await page().getByRole("button", { name: "Least confidence: any" }).click();
  await page().getByRole("radiogroup", { name: "Least confidence" }).getByRole("radio", { name: /^high/ }).click();
  await expect.poll(() => totalsOf("Bybit")).not.toBe(whole);
  await page().keyboard.press("Escape");
});

test("in a replay it hides what was not sure then: on the map, in the panels, and under the crosshair", async () => {
  const at = FOLDER_START + (MINUTES - 60) * MINUTE_MS;
  await open(`&panel=exchanges&at=${at}`);
  await expect.poll(() => totalsOf("Bybit")).toMatch(/\$[\d.]+[kMB] +\$[\d.]+[kMB]/);
  const [whole, all] = [await totalsOf("Bybit"), await pictureAtRest(page())];
  const spread = page().waitForRequest((request) => request.url().includes("/spread?at="));
  await page().getByRole("button", { name: "Least confidence: any" }).click();
  await page().getByRole("radiogroup", { name: "Least confidence" }).getByRole("radio", { name: /^high/ }).click();
  expect(Number(new URL((await spread).url()).searchParams.get("at"))).toBeLessThanOrEqual(at);
  await expect.poll(() => totalsOf("Bybit")).not.toBe(whole);
  await page().keyboard.press("Escape");
  await expect.poll(async () => pixelDifference(all, await pictureAtRest(page()))).toBeGreaterThan(0.001);
  const pane = (await page().locator(".chart canvas").first().boundingBox())!;
  await page().mouse.move(pane.x + pane.width * 0.4, pane.y + pane.height * 0.55);
  await expect.poll(() => page().locator(".readout").innerText()).toMatch(/confidence\s*\d+ %/);
});

test("where how sure the map was is not known of the time that is shown, the filter says so and cannot be set", async () => {
  const isSpread = (url: URL) => url.pathname.endsWith("/spread");
  await page().route(isSpread, async (route) => {
    const reply = await route.fetch();
    await route.fulfill({ json: { ...(await reply.json()), spread: null } });
  });
  await open(`&confidence=high&at=${FOLDER_START + (MINUTES - 60) * MINUTE_MS}`);
  await page()
    .getByRole("button", { name: /^Least confidence/ })
    .click();
  await page().getByText("How sure the estimate was then was not kept: all of it is shown.").waitFor();
  const radios = page().getByRole("radiogroup", { name: "Least confidence" }).getByRole("radio");
  for (const radio of await radios.all()) expect(await radio.getAttribute("aria-disabled")).toBe("true");
  await page().unroute(isSpread);
});

test.each([
  ["now", ""],
  ["in a replay, of what was known then", `&at=${FOLDER_START + (MINUTES - 60) * MINUTE_MS}`],
])("where exchanges agreed is drawn through the columns of the map: %s", async (_, at) => {
  await open(at);
  await pictureAtRest(page());
  const pane = (await page().locator(".chart canvas").first().boundingBox())!;
  // Far from the right edge, where the clusters of now are told.
  const past = () => page().screenshot({ clip: { ...pane, width: pane.width / 2, height: pane.height * 0.85 } });
  const consensus = () => page().getByRole("group", { name: "Layers" }).getByRole("button", { name: "Consensus" }).click();
  const before = await past();
  await consensus();
  await expect.poll(async () => pixelDifference(before, await past())).toBeGreaterThan(0.001);
  await consensus();
  await expect.poll(async () => pixelDifference(before, await past())).toBeLessThan(0.0005);
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
