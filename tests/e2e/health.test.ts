import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { horizontalOverflow, smallTargets, smallTexts } from "../support/heat-page.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--coins", "BTC", "--days", "1", "--data-dir", folder.path]);
});
afterEach(() => browser.close());
afterAll(async () => {
  await server?.stop();
  await folder?.remove();
});

const section = (name: string) => page().getByRole("region", { name });

test("the status chip leads to a page of every feed, per exchange, with its back-fill and the store", async () => {
  browser = await launchBrowser({ width: 1280, height: 900, deviceScaleFactor: 1 });
  await page().goto(server.url);
  // Until the server has said its status the chip says that it connects.
  await page().locator(".feed-badge", { hasText: "feeds" }).click();
  await page().getByRole("link", { name: "All about it: Health" }).click();
  await page().getByRole("heading", { name: "Health", exact: true }).waitFor();
  await section("Binance").getByRole("table", { name: "Markets of Binance" }).waitFor();
  await expect
    .poll(() => section("Binance").getByRole("columnheader").allTextContents())
    .toEqual(expect.arrayContaining(["History", "Map as of", "Prints seen", "Age", "Rate", "Behind", "Gaps", "Reconnects", "Dropped", "Shed"]));
  await section("Binance").getByRole("rowheader", { name: "trades" }).waitFor();
  await expect.poll(() => section("Server").textContent()).toContain("model");
  await expect.poll(() => page().getByRole("note").textContent()).toContain("SIMULATED");
  await page().getByRole("link", { name: "Back to the map" }).click();
  await page().locator(".chart").waitFor();
  expect(browser.problems).toEqual([]);
});

test("it fits a phone", async () => {
  browser = await launchBrowser({ width: 360, height: 740, deviceScaleFactor: 2, touch: true });
  await page().goto(`${server.url}/health`);
  await section("Binance").getByRole("table", { name: "Streams of Binance" }).waitFor();
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTexts(page())).toEqual([]);
  expect(await smallTargets(page())).toEqual([]);
  expect(browser.problems).toEqual([]);
});
