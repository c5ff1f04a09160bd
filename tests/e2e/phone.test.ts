import { afterAll, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { expectMapToChange, horizontalOverflow, smallTargets, smallTexts, untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--coins", "BTC", "--data-dir", folder.path]);
  await untilFilled(server.url, "binance:BTCUSDT", 90_000);
  browser = await launchBrowser({ width: 360, height: 740, deviceScaleFactor: 3, touch: true });
  await page().goto(server.url);
  await untilMapIsFilled(page(), 10_000);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

test("everything fits: no sideways scroll, no small text, no target under 40 px", async () => {
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTexts(page())).toEqual([]);
  expect(await smallTargets(page())).toEqual([]);
});

test("it says SIMULATED", async () => {
  expect(await page().getByRole("note").textContent()).toContain("SIMULATED");
});

test("a sheet offers the windows and the choice changes the map", async () => {
  await page().getByRole("button", { name: "24h" }).tap();
  const sheet = page().getByRole("dialog", { name: "Window" });
  await sheet.waitFor();
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTargets(page())).toEqual([]);
  await sheet.getByRole("radio", { name: "3d", exact: true }).tap();
  const close = async () => (await sheet.isVisible()) && (await sheet.getByRole("button", { name: "Close" }).tap());
  await close();
  await sheet.waitFor({ state: "hidden" });
  await page().getByRole("button", { name: "3d" }).waitFor();
});

test("a side can be hidden", async () => {
  await page().getByRole("button", { name: "Both sides" }).tap();
  const sheet = page().getByRole("dialog", { name: "Side" });
  await expectMapToChange(page(), () => sheet.getByRole("button", { name: "Longs", exact: true }).tap(), { share: 0.05, withinMs: 1_500 });
  await sheet.getByRole("button", { name: "Close" }).tap();
  await page().getByRole("button", { name: "Shorts" }).waitFor();
});

test("a long press reads dollars at the finger", async () => {
  const chart = (await page().locator(".chart").boundingBox())!;
  const session = await page().context().newCDPSession(page());
  const touchPoints = [{ x: chart.x + chart.width / 3, y: chart.y + 60 }];
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  await expect.poll(() => page().locator(".readout").innerText(), { timeout: 3_000 }).toMatch(/est\. shorts here\s*\$[\d.]+[kMB]/);
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  expect(await horizontalOverflow(page())).toBe(0);
});

test("the page had no error from beginning to end", () => expect(browser.problems).toEqual([]));
