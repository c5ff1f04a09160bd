import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectMapToChange, pictureAtRest, untilDifference } from "../support/heat-page.ts";
import { marketFolderFiles } from "../support/market-folder.ts";
import { DESK, type StoredPage, openStoredPage } from "../support/stored-page.ts";

let stored: StoredPage;
const page = () => stored.browser.page;
const panel = () => page().getByRole("tabpanel");
/** How much of the map a filter changes at least. How soon is measured in bench/. */
const SOME = { share: 0.008 };
const threshold = () => page().getByRole("slider", { name: "Hide cells below" });
const chip = (group: string, name: string) => page().getByRole("group", { name: group }).getByRole("button", { name, exact: true });

beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(600), { screen: DESK, window: "12h" });
});
afterAll(() => stored?.close());

describe("filters change the map, and back", () => {
  test.each(["10x", "25x", "50x"])("tier %s", (tier) => expectSwitch(chip("Leverage", tier)));
  test.each(["Longs", "Shorts"])("side %s", (side) => expectSwitch(page().getByRole("button", { name: side, exact: true })));

  test("threshold", async () => {
    await threshold().focus();
    await expectMapToChange(page(), () => page().keyboard.press("End"), SOME);
    await expectMapToChange(page(), () => page().keyboard.press("Home"), SOME);
  });

  test("intensity", async () => {
    await page().getByRole("slider", { name: "Bright end of the colours" }).focus();
    await expectMapToChange(page(), () => pressTimes("ArrowLeft", 12), SOME);
    await expectMapToChange(page(), () => page().getByRole("button", { name: "Locked" }).click(), SOME);
    await page().getByRole("button", { name: "Per side" }).click();
    await page().getByRole("slider", { name: "Bright end of the colours of the longs" }).focus();
    await expectMapToChange(page(), () => pressTimes("ArrowLeft", 12), SOME);
    for (const name of ["Locked", "Per side"]) await page().getByRole("button", { name }).click();
  });
});

/** Longs and shorts within 10 % of the price, as the panel writes them. */
async function totals(): Promise<readonly string[]> {
  const row = panel()
    .getByRole("row")
    .filter({ has: page().getByRole("rowheader", { name: "±10 %" }) });
  return row.getByRole("cell").allInnerTexts();
}

const isNothing = (text: string) => /^\$0$/.test(text);

test("density, side and leverage are filtered in the panels as on the map", async () => {
  await page().getByRole("tab", { name: "Long vs short" }).click();
  await expect.poll(async () => (await totals()).slice(0, 2).some((text) => /\$\d/.test(text))).toBe(true);
  const whole = await totals();
  await threshold().focus();
  await page().keyboard.press("End");
  await expect.poll(async () => (await totals()).slice(0, 2).every(isNothing)).toBe(true);
  await page().keyboard.press("Home");
  await expect.poll(totals).toEqual(whole);
  await chip("Side", "Longs").click();
  await expect.poll(async () => isNothing((await totals())[0])).toBe(true);
  await expect.poll(async () => (await totals())[1]).toBe(whole[1]);
  await chip("Side", "Longs").click();
  await chip("Leverage", "25x").click();
  await expect.poll(totals).not.toEqual(whole);
  await chip("Leverage", "25x").click();
  await expect.poll(totals).toEqual(whole);
});

test("how a panel is set is part of the link, and of that panel alone", async () => {
  const query = (name: string) => new URL(page().url()).searchParams.get(name);
  await panel().getByRole("radio", { name: "±10 %" }).click();
  await expect.poll(() => query("set")).toBe("reach-10");
  await page().reload();
  await expect.poll(() => panel().getByRole("radio", { name: "±10 %" }).getAttribute("aria-checked")).toBe("true");
  await page().getByRole("tab", { name: "Tape" }).click();
  await expect.poll(() => query("set")).toBeNull();
  await page().getByRole("tab", { name: "Long vs short" }).click();
  await expect.poll(() => panel().getByRole("radio", { name: "±5 %" }).getAttribute("aria-checked")).toBe("true");
});

test("running totals and the list of clusters follow the density too", async () => {
  await page().getByRole("tab", { name: "Cumulative" }).click();
  await panel().getByText("To the edges:").waitFor();
  await threshold().focus();
  await page().keyboard.press("End");
  await expect.poll(() => panel().innerText()).toMatch(/To the edges: \$0 of longs below, \$0 of shorts above/);
  await page().getByRole("tab", { name: "Clusters" }).click();
  await panel().getByText("Nothing stands out").waitFor();
  await threshold().focus();
  await page().keyboard.press("Home");
  await expect.poll(() => panel().getByRole("row").count()).toBeGreaterThan(1);
});

test("a cluster says how sure it is and for how long it has stood", async () => {
  const heads = await panel().getByRole("columnheader").allInnerTexts();
  const age = heads.findIndex((text) => text.includes("Stood for"));
  const sure = heads.findIndex((text) => text.includes("Confidence"));
  const rows = panel().locator("tbody tr[aria-rowindex]");
  const column = async (at: number) => rows.locator(`td:nth-child(${at + 1})`).allInnerTexts();
  await expect.poll(async () => (await column(age)).some((text) => /^(≥ )?(new|\d+ (min|h|d))/.test(text))).toBe(true);
  await expect.poll(async () => (await column(sure)).every((text) => /^(\d+ %|–)$/.test(text))).toBe(true);
});

test("in the running totals the pointer reads what a move would fire", async () => {
  await page().getByRole("tab", { name: "Cumulative" }).click();
  const plot = (await panel()
    .getByRole("img", { name: /^Running totals/ })
    .boundingBox())!;
  await page().mouse.move(plot.x + plot.width * 0.3, plot.y + plot.height / 2);
  await expect.poll(() => panel().innerText()).toMatch(/A move to [\d,.]+ \(−[\d.]+ %\) would fire about \$[\d.]+[kMB]? of longs/);
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));

/** Presses twice: the first changes the picture, the second brings it back. */
async function expectSwitch(button: Locator): Promise<void> {
  const before = await pictureAtRest(page());
  await expectMapToChange(page(), () => button.click(), SOME);
  await button.click();
  await untilDifference(page(), before, { holds: (difference) => difference < 0.002 });
}

async function pressTimes(key: string, times: number): Promise<void> {
  for (let press = 0; press < times; press++) await page().keyboard.press(key);
}
