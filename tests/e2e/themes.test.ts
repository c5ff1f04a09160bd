import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "../support/accessibility.ts";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { expectMapToChange, untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;
const settings = () => page().getByRole("dialog", { name: "Settings" });
const surface = () => page().evaluate(() => getComputedStyle(document.body).backgroundColor);
const WHITE = "rgb(255, 255, 255)";

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--days", "1", "--data-dir", folder.path]);
  await untilFilled(server.url, "binance:BTCUSDT");
  browser = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
  await page().goto(server.url);
  await untilMapIsFilled(page());
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

test("the page is dark until someone wants it light, and then map and page change together, without a reload", async () => {
  await expect.poll(surface).not.toBe(WHITE);
  await page().keyboard.press("s");
  await settings().getByRole("radio", { name: "Light" }).waitFor();
  await expectMapToChange(page(), () => settings().getByRole("radio", { name: "Light" }).click(), { share: 0.5 });
  await expect.poll(surface).toBe(WHITE);
  expect(await accessibilityFaults(page())).toEqual([]);
  await page().keyboard.press("Escape");
});

test("a light page is light from its very first paint", async () => {
  await page().addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(window, { surfacesSeen: seen });
    const look = () => {
      if (document.body) seen.add(getComputedStyle(document.body).backgroundColor);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page().reload();
  await untilMapIsFilled(page());
  const seen = await page().evaluate(() => [...(window as unknown as { surfacesSeen: Set<string> }).surfacesSeen]);
  expect(seen.filter((colour) => colour !== "rgba(0, 0, 0, 0)")).toEqual([WHITE]);
});

test("Health is in the same theme", async () => {
  await page().goto(`${server.url}/health`);
  await page().getByRole("heading", { name: "Binance" }).waitFor();
  await expect.poll(surface).toBe(WHITE);
  expect(await accessibilityFaults(page())).toEqual([]);
});

test("as the system: follows it while the page is open", async () => {
  await page().goto(server.url);
  await page().getByRole("button", { name: "Settings" }).click();
  await settings().getByRole("radiogroup", { name: "Theme" }).getByRole("radio", { name: "As the system" }).click();
  await page().emulateMedia({ colorScheme: "dark" });
  await expect.poll(surface).not.toBe(WHITE);
  await page().emulateMedia({ colorScheme: "light" });
  await expect.poll(surface).toBe(WHITE);
});

test("the page had no error from beginning to end", () => expect(browser.problems).toEqual([]));
