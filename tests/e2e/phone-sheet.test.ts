import type { CDPSession } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { horizontalOverflow, smallTargets, smallTexts, untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { type Point, liftFingers, swipe, untilStill } from "../support/touches.ts";

const PHONE = { width: 360, height: 740 };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
let touches: CDPSession;
const page = () => browser.page;
const sheet = () => page().getByRole("region", { name: "Panels", exact: true });
const handle = () => sheet().getByRole("button", { name: /^Panels,/ });
const panelInAddress = () => new URL(page().url()).searchParams.get("panel");

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC,ETH", "--days", "1", "--data-dir", folder.path]);
  for (const market of ["binance:BTCUSDT", "binance:ETHUSDT"]) await untilFilled(server.url, market);
  browser = await launchBrowser({ ...PHONE, deviceScaleFactor: 3, touch: true });
  touches = await page().context().newCDPSession(page());
  await page().goto(server.url);
  await untilMapIsFilled(page());
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

test("shut, the sheet shows its tabs; a tab opens it half over the map, which does not move", async () => {
  const before = await boxOf(".chart");
  await expectSnap("peek");
  await page().getByRole("tab", { name: "Cumulative" }).tap();
  await expectSnap("half");
  await expect.poll(async () => (await sheetTop()) > 0.35 * PHONE.height && (await sheetTop()) < 0.65 * PHONE.height).toBe(true);
  expect(await boxOf(".chart")).toEqual(before);
  await expect.poll(panelInAddress).toBe("cumulative");
});

test("the finger drags it by its head: up to the top, and down until only its head shows", async () => {
  await pull(await grip(), { x: 200, y: 90 });
  await expectSnap("full");
  await expect.poll(async () => Math.round(await sheetTop())).toBe(Math.round((await boxOf(".page-body")).y));
  await pull(await grip(), { x: 200, y: PHONE.height - 20 });
  await expectSnap("peek");
  await expect.poll(panelInAddress).toBeNull();
});

test("pulled up again it holds the panel that was open last, and under way it follows the finger", async () => {
  const from = await grip();
  await swipe(touches, [from, { x: from.x, y: from.y - 60 }, { x: from.x, y: from.y - 250 }], { lift: false, restMs: 200 });
  await expect.poll(async () => Math.abs(from.y - 250 - (await grip()).y) < 8).toBe(true);
  await liftFingers(touches);
  await expectSnap("half");
  await expect.poll(panelInAddress).toBe("cumulative");
  expect([await horizontalOverflow(page()), await smallTexts(page()), await smallTargets(page())]).toEqual([0, [], []]);
});

test("keys move it place by place, covered parts of the page take no focus, and Escape shuts it", async () => {
  await handle().focus();
  await page().keyboard.press("ArrowUp");
  await expectSnap("full");
  await expect.poll(() => handle().getAttribute("aria-label")).toBe("Panels, fully open: shut");
  await expect.poll(() => page().locator(".stage-row").getAttribute("inert")).not.toBeNull();
  await page().keyboard.press("ArrowDown");
  await expectSnap("half");
  await expect.poll(() => page().locator(".stage-row").getAttribute("inert")).toBeNull();
  await page().keyboard.press("Escape");
  await expectSnap("peek");
  await expect.poll(() => handle().getAttribute("aria-expanded")).toBe("false");
});

test("the coin is chosen in a bottom sheet", async () => {
  await page().getByRole("button", { name: "Coin: BTC" }).tap();
  const coins = page().getByRole("dialog", { name: "Coin" });
  await coins.getByRole("button", { name: /^ETH/ }).tap();
  await page().getByRole("button", { name: "Coin: ETH" }).waitFor();
  await untilMapIsFilled(page());
});

test("a picker is dragged shut, and a little pull does not shut it", async () => {
  await page().getByRole("button", { name: "24h" }).tap();
  const windows = page().getByRole("dialog", { name: "Window" });
  const title = windows.getByRole("heading");
  const at = await untilStill(page(), async () => (await title.boundingBox())!);
  const from = { x: at.x + at.width / 2, y: at.y + at.height / 2 };
  await swipe(touches, [from, { x: from.x, y: from.y + 12 }, { x: from.x, y: from.y + 14 }], { restMs: 200 });
  await expect.poll(async () => Math.round((await title.boundingBox())!.y)).toBe(Math.round(at.y));
  await swipe(touches, [from, { x: from.x, y: from.y + 80 }, { x: from.x, y: PHONE.height - 2 }]);
  await windows.waitFor({ state: "hidden" });
});

test.each([
  [320, 640],
  [430, 932],
  [740, 360],
])("at %i x %i everything fits, with the sheet shut and open", async (width, height) => {
  await touches.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 0, mobile: false });
  await page().reload();
  await untilMapIsFilled(page());
  expect([await horizontalOverflow(page()), await smallTexts(page()), await smallTargets(page())]).toEqual([0, [], []]);
  const map = await boxOf(".chart");
  expect(map.width * map.height).toBeGreaterThan(0.35 * width * height);
  await page().getByRole("tab", { name: "Clusters" }).tap();
  await expectSnap("half");
  expect([await horizontalOverflow(page()), await smallTargets(page())]).toEqual([0, []]);
  await page().getByRole("tab", { name: "Clusters" }).tap();
  await expectSnap("peek");
});

test("the page had no error from beginning to end", () => expect(browser.problems).toEqual([]));

const expectSnap = (snap: string) => expect.poll(() => sheet().getAttribute("data-snap")).toBe(snap);

async function boxOf(selector: string) {
  const box = await page().locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not on the page`);
  return box;
}

const sheetTop = async () => (await boxOf(".snap-sheet")).y;

/** The middle of the sheet's handle, once it stands still. */
async function grip(): Promise<Point> {
  const top = await untilStill(page(), sheetTop);
  return { x: 200, y: Math.min(top, PHONE.height) + 9 };
}

const pull = (from: Point, to: Point) => swipe(touches, [from, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, to]);
