import { afterAll, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "./browser.ts";
import { describePixels, pixelDifference } from "./pixels.ts";
import { decodePng } from "./png.ts";

let browser: LaunchedBrowser;
beforeAll(async () => {
  browser = await launchBrowser({ width: 400, height: 200, deviceScaleFactor: 2 });
});
afterAll(() => browser.close());

test("a screenshot is read back to its pixels", async () => {
  const { width, height, channels, bytes } = decodePng(await draw("linear-gradient(90deg, #000 50%, #1e90ff 50%)"));
  expect([width, height]).toEqual([800, 400]);
  const pixel = (x: number, y: number) => [...bytes.subarray((y * width + x) * channels, (y * width + x) * channels + 3)];
  expect([pixel(0, 0), pixel(399, 399), pixel(400, 0), pixel(799, 399)]).toEqual([
    [0, 0, 0],
    [0, 0, 0],
    [30, 144, 255],
    [30, 144, 255],
  ]);
});

test("filled is what is not background", async () => {
  expect(describePixels(await draw("linear-gradient(90deg, #000 75%, #1e90ff 75%)"))).toEqual({ filled: 0.25, colours: 2 });
  expect(describePixels(await draw("conic-gradient(red, yellow, lime, aqua, blue)")).colours).toBeGreaterThan(30);
});

test("a difference is the share that changed", async () => {
  const [plain, half] = [await draw("#000"), await draw("linear-gradient(90deg, #000 50%, #1e90ff 50%)")];
  expect(pixelDifference(plain, half)).toBe(0.5);
  expect(pixelDifference(half, half)).toBe(0);
});

async function draw(background: string): Promise<Buffer> {
  await browser.page.setContent(`<body style="margin:0;height:100vh;background:${background}">`);
  return browser.page.screenshot();
}
