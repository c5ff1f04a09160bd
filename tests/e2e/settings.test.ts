import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "../support/accessibility.ts";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;
const settings = () => page().getByRole("dialog", { name: "Settings" });
const words = (selector: string) => () => page().locator(selector).first().innerText();
const LEGEND = ".control-bar .control >> nth=0";

async function openSettings(): Promise<void> {
  await page().getByRole("button", { name: "Settings" }).click();
  await settings().getByRole("heading", { name: "Theme" }).waitFor();
}

async function shutSettings(): Promise<void> {
  await page().keyboard.press("Escape");
  await settings().waitFor({ state: "hidden" });
}

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--days", "1", "--data-dir", folder.path]);
  await untilFilled(server.url, "binance:BTCUSDT");
  browser = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
  await page().goto(`${server.url}/?panel=long-short`);
  await untilMapIsFilled(page());
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

test("amounts are read in another money by the rate that was typed, everywhere alike, and the link has it", async () => {
  await openSettings();
  await settings().getByLabel("Your money").fill("nzd");
  await settings().getByLabel("for 1 USD").fill("1,7");
  await settings().getByRole("button", { name: "Use this rate" }).click();
  await settings().getByText("NZ$21.0M").waitFor();
  expect(await accessibilityFaults(page())).toEqual([]);
  await shutSettings();
  await expect.poll(() => new URL(page().url()).searchParams.get("fiat")).toBe("NZD:1.7");
  await expect.poll(words(LEGEND)).toMatch(/NZD at your rate 1\.7 per 0\.1 % of price[^]*NZ\$[\d.]+[kM]?[^]*NZ\$[\d.]+[kMB]/);
  const panel = () => page().getByRole("tabpanel").innerText();
  await expect.poll(panel).toMatch(/NZ\$[\d.]+[kMB]/);
  await expect.poll(panel).not.toMatch(/(?<!NZ)\$/);
});

test("what counts as a thin market is set here, and its grade follows at once, also in the overview and after a reload", async () => {
  const badge = () => page().locator(".grade-badge").getAttribute("aria-label");
  const field = () => settings().getByLabel("Thin below, $M");
  await openSettings();
  await field().fill("0");
  await expect.poll(badge).not.toContain("thin");
  await field().fill("90000000");
  await expect.poll(badge).toContain("thin market");
  await field().fill("much");
  await settings().getByText("A number of millions of dollars, or nothing.").waitFor();
  expect(await badge()).toContain("thin market");
  await shutSettings();
  await page().locator(".grade-badge").click();
  await page()
    .getByText(/A thin market: open interest of \$[\d.]+M is below the floor of \$90000000M/)
    .waitFor();
  await page().keyboard.press("Escape");
  await page().reload();
  await expect.poll(badge).toContain("thin market");
  const graded = /Reliability ([A-D])/.exec((await badge()) ?? "")?.[1];
  await page().getByRole("tab", { name: "Overview" }).click();
  await expect.poll(() => page().getByRole("tabpanel").locator(".grade").first().innerText()).toBe(graded);
  await page().getByRole("tab", { name: "Long vs short" }).click();
  await openSettings();
  await field().fill("");
  await shutSettings();
});

test.each([
  ["BTC", /BTC per 0\.1 %[^]*[\d.]+k? BTC/],
  ["% of OI", /% of open interest per 0\.1 %[^]*% of OI/],
  ["Min of volume", /minutes of volume per 0\.1 %[^]*[\d.]+ min/],
  ["USD", /USD per 0\.1 %[^]*\$[\d.]+[kMB]/],
])("in %s the legend counts and says so", async (label, text) => {
  await page().locator(".control", { hasText: "Amounts in" }).getByRole("button").click();
  await page().getByRole("radiogroup", { name: "Amounts in" }).getByRole("radio", { name: label, exact: true }).click();
  await expect.poll(words(LEGEND)).toMatch(text);
  await page().keyboard.press("Escape");
});

test("numbers and times are written as the person has them, on the axis too", async () => {
  await openSettings();
  await settings().getByLabel("Written as").selectOption("de-DE");
  await settings().getByLabel("Time zone").selectOption("Asia/Tehran");
  await settings().getByText("GMT+3:30").waitFor();
  await shutSettings();
  await untilMapIsFilled(page());
  await expect.poll(words(".readout")).toMatch(/as of \d+\. \S+ \d\d:\d\d GMT\+3:30/);
  await expect.poll(words(".price")).toMatch(/^\d{1,3}\.\d{3},\d$/);
  // What is shown is of an earlier minute, which may be of the hour before.
  const said = minutesOf(/\d\d:\d\d(?= GMT)/.exec(await words(".readout")())?.[0] ?? "");
  const now = minutesOf(new Date().toLocaleTimeString("en-GB", { timeZone: "Asia/Tehran", hour: "2-digit", minute: "2-digit" }));
  expect((now - said + 24 * 60) % (24 * 60)).toBeLessThan(15);
});

test("what was chosen is there again in a page without a link, and a link wins over it", async () => {
  await openSettings();
  await settings().getByRole("radio", { name: "Classic heat" }).click();
  await shutSettings();
  await page().goto(server.url);
  await expect.poll(words(".price")).toMatch(/^\d{1,3}\.\d{3},\d$/);
  await expect.poll(words(".control-bar")).toContain("Classic");
  await page().goto(`${server.url}/?palette=sides`);
  await expect.poll(words(".control-bar")).toContain("Blue/red");
  const longs = () =>
    page()
      .getByRole("button", { name: "Longs" })
      .locator(".swatch")
      .evaluate((swatch) => getComputedStyle(swatch).backgroundColor);
  await expect.poll(async () => (([red, green, blue]) => blue > Math.max(red, green))(channelsOf(await longs()))).toBe(true);
  await page().goto(`${server.url}/?palette=redgreen`);
  await expect.poll(words(".control-bar")).toContain("Red/green");
  await expect.poll(async () => (([red, ...others]) => red > Math.max(...others))(channelsOf(await longs()))).toBe(true);
});

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const channelsOf = (colour: string): number[] => (colour.match(/\d+/g) ?? []).map(Number);

test("the page had no error from beginning to end", () => expect(browser.problems).toEqual([]));
