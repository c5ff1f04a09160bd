import { afterAll, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { expectMapToChange, smallTexts, untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { describePixels } from "../support/pixels.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;
const legend = () => page().getByRole("group", { name: "Open interest", exact: true });
const inAddress = () => new URL(page().url()).searchParams.get("panes");

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--data-dir", folder.path]);
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

test("open interest opens under the map with its name and value, and the address carries it", async () => {
  await page()
    .getByRole("button", { name: /^Panes/ })
    .click();
  await page().getByRole("checkbox", { name: "Open interest" }).click();
  await page().keyboard.press("Escape");
  await legend()
    .getByText(/^\$[\d.]+[MB]$/)
    .waitFor();
  await expect.poll(inAddress).toBe("oi");
  expect(await smallTexts(page())).toEqual([]);
});

test("the map ends where the pane begins, and so does the strip beside it", async () => {
  const { mapEnd, chart, strip } = await places();
  expect(mapEnd - chart.y).toBeGreaterThan(0.6 * chart.height);
  const below = { y: mapEnd + 2, height: chart.y + chart.height - mapEnd - 34 };
  expect(below.height).toBeGreaterThan(60);
  const map = { x: chart.x, width: chart.width - 80, y: mapEnd - 100, height: 98 };
  const pane = { x: chart.x, width: chart.width - 80, ...below };
  await expect.poll(() => filledShareOf(map)).toBeGreaterThan(0.4);
  await expect.poll(() => filledShareOf(pane)).toBeLessThan(0.1);
  const bars = { x: strip.x + 1, width: strip.width - 1, y: strip.y, height: mapEnd - strip.y };
  const besidePane = { x: strip.x + 1, width: strip.width - 1, y: mapEnd + 34, height: below.height - 34 };
  await expect.poll(() => filledShareOf(bars)).toBeGreaterThan(0.05);
  await expect.poll(() => filledShareOf(besidePane)).toBe(0);
});

test("a reload keeps it, and switched off it leaves the address", async () => {
  await page().reload();
  await legend()
    .getByText(/^\$[\d.]+[MB]$/)
    .waitFor();
  await page()
    .getByRole("button", { name: /^Panes/ })
    .click();
  const openInterest = page().getByRole("checkbox", { name: "Open interest" });
  await expect.poll(() => openInterest.getAttribute("aria-checked")).toBe("true");
  await openInterest.click();
  await legend().waitFor({ state: "detached" });
  await expect.poll(inAddress).toBeNull();
});

test("marks on the map are drawn when switched on, and the address carries them", async () => {
  const sessions = page().getByRole("checkbox", { name: "Sessions" });
  await expectMapToChange(page(), () => sessions.click(), { share: 0.003 });
  await expect.poll(() => new URL(page().url()).searchParams.get("marks")).toBe("sessions");
  await expectMapToChange(page(), () => page().getByRole("checkbox", { name: "Volume profile" }).click(), { share: 0.003 });
  await expect.poll(() => new URL(page().url()).searchParams.get("marks")).toBe("profile.sessions");
});

/** Where the pane's row of the chart begins, and the boxes of chart and strip. */
async function places() {
  const boxOf = async (selector: string) => {
    const box = await page().locator(selector).boundingBox();
    if (!box) throw new Error(`${selector} is not on the page`);
    return box;
  };
  const pane = await boxOf("td:has(> .pane-legend)");
  return { mapEnd: pane.y, chart: await boxOf(".chart"), strip: await boxOf(".strip") };
}

const filledShareOf = async (clip: { x: number; y: number; width: number; height: number }): Promise<number> =>
  describePixels(await page().screenshot({ clip })).filled;
