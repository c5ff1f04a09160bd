import { afterAll, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { horizontalOverflow, untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;
const row = (coin: string) => page().getByRole("link", { name: new RegExp(`^${coin}`) });
const coins = () => page().getByRole("table", { name: "Every coin" }).locator("strong").allInnerTexts();

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC,ETH", "--days", "1", "--data-dir", folder.path]);
  for (const market of ["binance:BTCUSDT", "binance:ETHUSDT"]) await untilFilled(server.url, market);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

test("from the header to every coin, by keys to the map of one, and back to the list as it was left", async () => {
  browser = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
  await page().goto(`${server.url}/?window=4h`);
  await page().getByRole("link", { name: "Overview" }).click();
  await row("ETH").waitFor();
  await page().getByRole("button", { name: "Coin" }).click();
  await page().getByRole("button", { name: "Coin" }).click();
  await expect.poll(coins).toEqual(["ETH", "BTC"]);
  await row("ETH").focus();
  await page().keyboard.press("ArrowDown");
  await page().keyboard.press("ArrowUp");
  await page().keyboard.press("Enter");
  await page().getByRole("button", { name: "Coin: ETH" }).waitFor();
  await expect.poll(() => new URL(page().url()).searchParams.get("window")).toBe("4h");
  await page().goBack();
  await row("ETH").waitFor();
  await expect.poll(coins).toEqual(["ETH", "BTC"]);
  await page().goBack();
  await page().locator(".chart").waitFor();
  expect(browser.problems).toEqual([]);
  await browser.close();
});

/** Strokes on the canvases of the map from now on, when asked for. */
async function countStrokes(): Promise<() => Promise<number>> {
  await page().evaluate(() => {
    const counted = window as { strokes?: number };
    const brush = CanvasRenderingContext2D.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
    if (counted.strokes === undefined) {
      for (const name of ["fillRect", "clearRect", "drawImage", "stroke", "fillText"]) {
        const draw = brush[name];
        brush[name] = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
          if (this.canvas.closest(".stage")) counted.strokes = (counted.strokes ?? 0) + 1;
          return draw.apply(this, args);
        };
      }
    }
    counted.strokes = 0;
  });
  return () => page().evaluate(() => (window as { strokes?: number }).strokes ?? 0);
}

test("behind the overview the map takes in what comes and draws nothing, and in front again it is drawn at once", async () => {
  browser = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
  let heard = 0;
  page().on("websocket", (socket) => socket.on("framereceived", () => (heard += 1)));
  const untilHeard = async (more: number) => {
    const enough = heard + more;
    await expect.poll(() => heard).toBeGreaterThan(enough);
  };
  await page().goto(`${server.url}/?window=1h`);
  await untilMapIsFilled(page());
  await page().locator(".ladder canvas").waitFor();
  const strokes = await countStrokes();
  await untilHeard(20);
  expect(await strokes()).toBeGreaterThan(0);
  await page().keyboard.press("o");
  await row("ETH").waitFor();
  const behind = await countStrokes();
  await untilHeard(20);
  expect(await behind()).toBe(0);
  await page().getByRole("link", { name: "Back to the map", exact: true }).click();
  await page().locator(".chart").waitFor();
  await page().evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await behind()).toBeGreaterThan(0);
  expect(browser.problems).toEqual([]);
  await browser.close();
});

test("on a phone every coin is a card that holds all of it, and is found by name", async () => {
  browser = await launchBrowser({ width: 360, height: 740, deviceScaleFactor: 3, touch: true });
  await page().goto(server.url);
  await page()
    .getByRole("button", { name: /^Coin: / })
    .tap();
  await page().getByRole("link", { name: "All coins: Overview" }).tap();
  await row("BTC").waitFor();
  await expect.poll(() => row("BTC").innerText()).toMatch(/BTC[^]*%[^]*Below[^]*Above[^]*Fund\.[^]*OI/);
  expect(await horizontalOverflow(page())).toBe(0);
  await page().getByRole("combobox", { name: "Sort by" }).selectOption("Coin");
  await page().getByRole("button", { name: "Largest first" }).tap();
  await expect.poll(coins).toEqual(["BTC", "ETH"]);
  await page().goto(`${server.url}/overview?find=et`);
  await expect.poll(coins).toEqual(["ETH"]);
  await page().getByRole("searchbox", { name: "Find a coin" }).fill("none such");
  await page().getByText("No coin is called").waitFor();
});

test("it says that it waits, that the server fails, and what it last heard", async () => {
  let answer: () => void = () => undefined;
  const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
  await page().route(/\/v1\/overview/, async (route) => {
    await mayAnswer;
    await route.fulfill({ status: 503, json: { detail: "the store is being repaired" } });
  });
  await page().goto(`${server.url}/overview`);
  await page()
    .getByText(/Loading/)
    .waitFor();
  answer();
  await page()
    .getByRole("alert")
    .getByText(/The store is being repaired\. Since \d\d:\d\d:\d\d UTC/)
    .waitFor();
  await page().unrouteAll({ behavior: "ignoreErrors" });
  await row("BTC").waitFor();
  await page().route(/\/v1\//, (route) => route.abort());
  await page()
    .getByText(/As of .* nothing newer comes/)
    .waitFor();
  await expect.poll(() => row("BTC").isVisible()).toBe(true);
});
