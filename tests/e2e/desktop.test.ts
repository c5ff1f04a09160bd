import { afterAll, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { expectMapToChange, horizontalOverflow, smallTexts, untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { describePixels } from "../support/pixels.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

/** How much of the map another window or age changes. How soon is measured in bench/. */
const MUCH = { share: 0.1 };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC,ETH", "--days", "4", "--data-dir", folder.path]);
  browser = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

test("a first start shows a filled map, marked as simulated", async () => {
  await page().goto(server.url);
  await untilMapIsFilled(page());
  await expect.poll(() => page().getByRole("note").textContent()).toContain("SIMULATED");
  expect(await page().getByRole("note").getByRole("button").count()).toBe(0);
  for (const market of ["binance:BTCUSDT", "binance:ETHUSDT"]) await untilFilled(server.url, market);
  await page().getByText("Filling history").waitFor({ state: "hidden" });
});

test("the page fits, and no text is smaller than 11 px", async () => {
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTexts(page())).toEqual([]);
});

test("what is new and what is old are parts of the map, kept in the address", async () => {
  await page()
    .getByRole("button", { name: /^Age: / })
    .click();
  const ages = page().getByRole("radiogroup", { name: "Age" });
  await expectMapToChange(page(), () => ages.getByRole("radio", { name: "90 min" }).click(), MUCH);
  await expect.poll(() => new URL(page().url()).searchParams.get("age")).toBe("new-90m");
  await page().locator(".control-bar", { hasText: "added in the last 90 min" }).waitFor();
  await expectMapToChange(page(), () => ages.getByRole("radio", { name: "Older" }).click(), MUCH);
  await expectMapToChange(page(), () => ages.getByRole("radio", { name: "All" }).click(), MUCH);
  await expect.poll(() => new URL(page().url()).searchParams.has("age")).toBe(false);
  await page().keyboard.press("Escape");
});

test("windows switch by button and by key, and the address keeps the view over a reload", async () => {
  const chosen = () => page().getByRole("radiogroup", { name: "Window" }).getByRole("radio", { checked: true }).textContent();
  await expectMapToChange(page(), () => page().getByRole("radio", { name: "4h", exact: true }).click(), MUCH);
  await expect.poll(chosen).toBe("4h");
  await expectMapToChange(page(), () => page().keyboard.press("6"), MUCH);
  await expect.poll(chosen).toBe("3d");
  await page().reload();
  await untilMapIsFilled(page());
  await expect.poll(chosen).toBe("3d");
  await expectMapToChange(page(), () => page().keyboard.press("W"), MUCH);
  await expect.poll(chosen).toBe("24h");
});

test("a window without data says why and does nothing", async () => {
  const year = page().getByRole("radio", { name: "1y", exact: true });
  await year.click({ force: true });
  expect(await year.getAttribute("aria-checked")).toBe("false");
});

test("the crosshair reads dollars: longs below the price, shorts above", async () => {
  const chart = (await page().locator(".chart").boundingBox())!;
  const readout = page().locator(".readout");
  await page().mouse.move(chart.x + chart.width / 2, chart.y + chart.height * 0.9);
  await expect.poll(() => readout.innerText()).toMatch(/est\. longs here\s*\$[\d.]+[kMB]/);
  await expect.poll(() => readout.innerText()).toMatch(/from price to here\s*\$[\d.]+[kMB]/);
  await expect.poll(() => readout.innerText()).toMatch(/O\s*[\d,.]+\s+H\s*[\d,.]+\s+L\s*[\d,.]+\s+C\s*[\d,.]+\s+[+−]?\d+\.\d\d %/);
  await page().mouse.move(chart.x + chart.width / 2, chart.y + chart.height * 0.05);
  await expect.poll(() => readout.innerText()).toMatch(/est\. shorts here/);
  for (const tier of ["5x", "10x", "25x", "50x", "100x"]) await expect.poll(() => readout.innerText()).toContain(tier);
});

test("beside the legend the model shows its ladder, rung by rung, and from how many prints it has learned", async () => {
  await page().getByRole("button", { name: "Model", exact: true }).click();
  const table = page().getByRole("table", { name: "Share of newly opened positions by effective leverage" });
  const row = table.getByRole("row").filter({ has: page().getByRole("rowheader", { name: "50x set", exact: true }) });
  await expect.poll(() => row.getByRole("cell").count()).toBe(2);
  await expect.poll(() => row.getByRole("cell").first().innerText()).toMatch(/\d+\s+\$[\d.]+[kMB]?\s+[\d.]+ %/);
  await expect.poll(() => table.getByRole("rowheader").allInnerTexts()).toEqual(expect.arrayContaining(["1.5x", "125x set", "never"]));
  const panel = page().getByRole("dialog", { name: "Model" });
  await expect.poll(() => panel.innerText()).toMatch(/margin brackets/);
  expect(await smallTexts(page())).toEqual([]);
  await page().keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
});

test("the crosshair says between what the truth should lie, and a letter how far the inputs can be relied on", async () => {
  const chart = (await page().locator(".chart").boundingBox())!;
  const readout = page().locator(".readout");
  const point = () => page().mouse.move(chart.x + chart.width / 2, chart.y + chart.height * 0.05);
  await point();
  await expect.poll(() => readout.innerText()).toMatch(/p10–p90\s*\$[\d.]+[kMB]? – \$[\d.]+[kMB]/);
  await expect.poll(() => readout.innerText()).toMatch(/confidence\s*\d+ %/);
  // Bands are of all tiers together.
  await page().getByRole("button", { name: "25x", exact: true }).click();
  await point();
  await expect.poll(() => readout.innerText()).toMatch(/est\. shorts here/);
  await expect.poll(() => readout.innerText()).not.toContain("p10–p90");
  await page().getByRole("button", { name: "25x", exact: true }).click();
  const badge = page().locator(".grade-badge");
  await expect.poll(() => badge.innerText()).toMatch(/^reliability\s*[A-D]$/);
  await badge.click();
  await expect.poll(() => page().locator(".grade-card").innerText()).toMatch(/^Reliability [A-D] · inputs \d+ % whole/);
  await page().keyboard.press("Escape");
});

/** What the map said of its time when price was seen to move. */
let asOfThen: string;

test("price moves without a reload", async () => {
  await page().mouse.move(5, 5);
  const price = () => page().getByRole("banner").locator("strong").last().textContent();
  const before = await price();
  asOfThen = await page().locator(".readout").innerText();
  await expect.poll(price).not.toBe(before);
});

test("a link opens what it says, in under 300 kB, asking nobody else, whatever the browser calls its language", async () => {
  const asked = new Set<string>();
  const fresh = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
  // What Chromium calls the language of a machine without a locale; no Intl takes it.
  await fresh.page.addInitScript(() => Object.defineProperty(navigator, "language", { get: () => "en-US@posix" }));
  fresh.page.on("request", (request) => asked.add(new URL(request.url()).origin));
  await fresh.page.goto(`${server.url}/?market=binance:BTCUSDT&window=24h`);
  await untilMapIsFilled(fresh.page);
  const bytes = await fresh.page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce(
      (sum, entry) => sum + (entry as PerformanceResourceTiming).transferSize,
      0,
    ),
  );
  await fresh.close();
  expect(bytes).toBeLessThan(300_000);
  expect([...asked].filter((origin) => origin.startsWith("http"))).toEqual([server.url]);
});

test("without the stream, level chart and price come by request; without the server, the map says how old it is", async () => {
  const fresh = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
  const shades = async () => describePixels(await fresh.page.locator(".strip").screenshot()).colours;
  const stage = fresh.page.locator(".stage");
  await fresh.page.routeWebSocket(/stream/, (socket) => socket.close());
  await fresh.page.goto(server.url);
  await untilMapIsFilled(fresh.page);
  await fresh.page.getByText("The live stream is away").waitFor();
  await expect.poll(shades).toBeGreaterThan(20);
  await expect.poll(() => stage.getAttribute("data-stale")).toBe("false");
  await fresh.page.context().setOffline(true);
  await fresh.page.getByText("Map as of").waitFor();
  await expect.poll(() => stage.getAttribute("data-stale")).toBe("true");
  await fresh.page.context().setOffline(false);
  await expect.poll(() => stage.getAttribute("data-stale")).toBe("false");
  await fresh.close();
});

test("a column has closed meanwhile, without a reload", async () => {
  const asOf = () => page().locator(".readout").innerText();
  expect(asOfThen).toContain("as of");
  await expect.poll(asOf, { interval: 500 }).not.toBe(asOfThen);
  await expect.poll(asOf).toContain("as of");
});

test("another coin has another map", async () => {
  const title = page().locator(".readout");
  await page().keyboard.press("]");
  await expect.poll(() => title.innerText()).toContain("ETHUSDT");
  await untilMapIsFilled(page());
});

test("the page had no error from beginning to end", () => expect(browser.problems).toEqual([]));
