import { afterAll, beforeAll, expect, test } from "vitest";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { type RealisedRow, type ServerMessage, realisedReplySchema } from "#wire/messages.ts";
import { launchBrowser } from "../support/browser.ts";
import { horizontalOverflow, pictureAtRest, pictureOfMap, readMapAt, smallTexts, untilDifference, untilMapIsFilled } from "../support/heat-page.ts";
import { getJson } from "../support/market-api.ts";
import { FOLDER_START, marketFolderFiles } from "../support/market-folder.ts";
import { describePixels } from "../support/pixels.ts";
import { DESK, type StoredPage, openStoredPage } from "../support/stored-page.ts";

const MINUTES = 480;
/** A burst of longs that printed four hours before the end, and a short at the same time higher up. */
const END = FOLDER_START + MINUTES * MINUTE_MS;
const BURST_AT = END - 240 * MINUTE_MS;
const BIG_SHORT_AT = BURST_AT + 40 * MINUTE_MS;
const LIQUIDATIONS = [
  "time_ms,position_side,price,quantity",
  ...Array.from({ length: 40 }, (_, i) => `${BURST_AT + i * MINUTE_MS},long,${39_600 + 10 * (i % 8)},${2 + (i % 5)}`),
  `${BIG_SHORT_AT},short,40300,90`,
];

let stored: StoredPage;
const page = () => stored.browser.page;
const chip = (name: string) => page().getByRole("group", { name: "Layers" }).getByRole("button", { name });
const address = () => new URL(page().url()).searchParams.get("layers");
const realised = (query: string) => getJson(`${stored.server.url}/v1/markets/binance/BTCUSDT/realised?${query}`, realisedReplySchema);

beforeAll(async () => {
  stored = await openStoredPage({ ...marketFolderFiles(MINUTES), "liquidations.csv": `${LIQUIDATIONS.join("\n")}\n` }, { screen: DESK, window: "12h" });
});
afterAll(() => stored?.close());

test("what printed can be asked for, the same dollars at every level of detail", async () => {
  const printed = LIQUIDATIONS.slice(1).reduce((sum, line) => sum + Number(line.split(",")[2]) * Number(line.split(",")[3]), 0);
  for (const [level] of HEAT_LEVELS.entries()) {
    const { layer, totals } = await realised(`level=${level}&from=${FOLDER_START}`);
    expect([layer, totals.prints]).toEqual(["realised", 41]);
    expect(totals.longUsd + totals.shortUsd).toBeCloseTo(printed, 0);
  }
});

test("both layers are named on the page, and it still fits", async () => {
  await page().getByText("realised: printed liquidations (feed of unknown coverage), since 1 Jan 04:00").waitFor();
  await expect.poll(() => page().locator(".readout").innerText()).toContain("modelled estimate");
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTexts(page())).toEqual([]);
});

test("the bubbles go and come back by their switch, and the address says so", async () => {
  const both = await pictureAtRest(page());
  await chip("Realised").click();
  await untilDifference(page(), both, { holds: (share) => share > 0.0005 && share < 0.1 });
  await page().getByText("realised: printed liquidations").waitFor({ state: "detached" });
  await expect.poll(address).toBe("modelled.swept");
  await page().reload();
  await untilMapIsFilled(page());
  await expect.poll(() => chip("Realised").getAttribute("aria-pressed")).toBe("false");
  await chip("Realised").click();
  await untilDifference(page(), both, { holds: (share) => share < 0.0005 });
  await expect.poll(address).toBeNull();
});

test("without the estimate the bubbles stand alone", async () => {
  await chip("Modelled").click();
  await expect.poll(address).toBe("realised.swept");
  const share = async () => describePixels(await pictureOfMap(page())).filled;
  await expect.poll(share).toBeLessThan(0.2);
  const alone = await pictureAtRest(page());
  await page().getByRole("button", { name: "Shorts", exact: true }).click();
  await untilDifference(page(), alone, { holds: (difference) => difference > 0 });
  await page().getByRole("button", { name: "Shorts", exact: true }).click();
  await chip("Modelled").click();
});

test("the crosshair reads a bubble beside the estimate, not in it", async () => {
  await untilMapIsFilled(page());
  const pane = (await page().locator(".chart canvas").first().boundingBox())!;
  /** From the window's start to its end with room ahead, see sightOfWindow. */
  const share = (BIG_SHORT_AT - (END - 12 * HOUR_MS)) / (12 * HOUR_MS * 1.04);
  let text = "";
  for (let y = pane.y + 60; y < pane.y + pane.height && !text.includes("realised"); y += 5) text = await readMapAt(page(), pane.x + share * pane.width, y);
  expect(text).toMatch(/realised shorts\s*\$3\.63M\s*1 print/);
  expect(text).toMatch(/est\. (longs|shorts) here/);
});

test("a click explains a cell, Escape puts the answer away", async () => {
  const chart = (await page().locator(".chart").boundingBox())!;
  await page().mouse.click(chart.x + chart.width / 2, chart.y + 120);
  const card = page().getByRole("region", { name: "Behind this cell" });
  await card.getByRole("heading", { name: /Why is there \$[\d.]+[kMB]? here\?/ }).waitFor();
  await expect.poll(() => card.innerText()).toMatch(/Est\. shorts liquidated from [\d,.]+ to [\d,.]+, as of/);
  await expect.poll(() => card.innerText()).toContain("Margin rule binance-usdm");
  await page().keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
});

test("prints that the stream brings are drawn at once", async () => {
  const fresh = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
  let say: (message: ServerMessage) => void = () => undefined;
  await fresh.page.routeWebSocket(/stream/, (socket) => {
    socket.connectToServer();
    say = (message) => socket.send(JSON.stringify(message));
  });
  await fresh.page.goto(`${stored.server.url}/?window=12h`);
  await untilMapIsFilled(fresh.page);
  await fresh.page.getByText("realised: printed liquidations").waitFor();
  const before = await pictureAtRest(fresh.page);
  const { rowsPerCell } = HEAT_LEVELS[1];
  const cells: RealisedRow[] = [[END - 60 * MINUTE_MS, 39_900, 50_000_000, 0, 3]];
  say({ type: "realised", layer: "realised", market: "binance:BTCUSDT", level: 1, rowsPerCell, cells });
  await untilDifference(fresh.page, before, { holds: (share) => share > 0.0005 });
  const problems = [...fresh.problems];
  await fresh.close();
  expect(problems).toEqual([]);
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));

test("of a coin on one exchange there is no consensus, and it says why", async () => {
  const why = /BTC is followed on .* alone: there is nothing to compare it with/;
  await page().goto(`${stored.server.url}/?window=12h&layers=modelled.consensus`);
  await page().locator(".stage-legend").getByText(why).waitFor();
  await chip("Consensus").click();
  await expect.poll(address).toBe("modelled");
  await expect.poll(() => chip("Consensus").getAttribute("aria-disabled")).toBe("true");
  await chip("Consensus").dispatchEvent("click");
  await expect.poll(address).toBe("modelled");
});
