import { afterEach, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "./browser.ts";
import { findChromium } from "./chromium.ts";

const bundledRuns = process.platform === "linux" && process.arch === "x64";
let browser: LaunchedBrowser | undefined;
afterEach(() => browser?.close());

test.runIf(bundledRuns)("without a system Chromium the one from npm is used, and it draws text", async () => {
  browser = await launchBrowser({ width: 360, height: 740, deviceScaleFactor: 3 }, { ...process.env, PATH: "", POWDERKEG_CHROMIUM: undefined });
  const blank = await browser.page.screenshot();
  await browser.page.setContent("<body>68,412.5</body>");
  expect((await browser.page.screenshot()).equals(blank)).toBe(false);
});

test("a page has the size and the scale factor that were asked for", async () => {
  browser = await launchBrowser({ width: 360, height: 740, deviceScaleFactor: 3 });
  expect(await browser.page.evaluate(() => [innerWidth, innerHeight, devicePixelRatio])).toEqual([360, 740, 3]);
});

test("the page speaks a language that Intl knows, whatever the machine speaks", async () => {
  browser = await launchBrowser({ width: 800, height: 600, deviceScaleFactor: 1 }, { ...process.env, LANG: "C", LC_ALL: "POSIX" });
  expect(await browser.page.evaluate(() => [navigator.language, (1234.5).toLocaleString(navigator.language)])).toEqual(["en-US", "1,234.5"]);
});

test("problems of the page are collected", async () => {
  browser = await launchBrowser({ width: 800, height: 600, deviceScaleFactor: 1 });
  await browser.page.setContent("<script>console.error('one'); throw new Error('two')</script>");
  await expect.poll(() => browser?.problems).toEqual(["console: one", "exception: two"]);
});

test("a Chromium named but not there is said so", async () => {
  await expect(findChromium({ POWDERKEG_CHROMIUM: "/nowhere/chromium" })).rejects.toThrow("POWDERKEG_CHROMIUM=/nowhere/chromium is not an executable file");
});
