import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { faultsInBothThemes } from "../support/accessibility.ts";
import { horizontalOverflow, smallTargets, smallTexts } from "../support/heat-page.ts";
import { FOLDER_START, marketFolderFiles } from "../support/market-folder.ts";
import { PHONE, type StoredPage, openStoredPage } from "../support/stored-page.ts";

const MINUTES = 30 * 60;

let stored: StoredPage;
const page = () => stored.browser.page;
const field = () => page().getByLabel(/^Date and time that are shown/);
const mark = () => page().locator(".replay-mark");
const shownAt = () => new URL(page().url()).searchParams.get("at");

beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(MINUTES), { screen: PHONE, window: "12h" });
  await page().evaluate(() =>
    localStorage.setItem("powderkeg-settings", JSON.stringify({ state: { theme: "system", locale: "de-DE", zone: "Pacific/Auckland" }, version: 0 })),
  );
  await page().goto(`${stored.server.url}/?window=12h&at=${new Date(FOLDER_START + 5 * HOUR_MS).toISOString()}`);
});
afterAll(() => stored?.close());

test("a time is written in the person's language and zone", async () => {
  await expect.poll(() => field().inputValue()).toBe("1. Jan. 2024 18:00");
});

test("it is typed as it is written, or the time of day alone", async () => {
  await field().fill("1. Jan. 2024 20:30");
  await field().press("Enter");
  await expect.poll(() => mark().innerText()).toContain("20:30");
  await expect.poll(shownAt).toBe("2024-01-01T07:30Z");
  await field().fill("17:00");
  await field().press("Enter");
  await expect.poll(shownAt).toBe("2024-01-01T04:00Z");
});

test("what is no time is said to be none, and Escape brings back what was", async () => {
  await field().fill("bald");
  await field().press("Enter");
  await page().getByRole("alert").filter({ hasText: "Not a time" }).waitFor();
  await expect.poll(() => field().getAttribute("aria-invalid")).toBe("true");
  await field().press("Escape");
  await expect.poll(() => field().inputValue()).toBe("1. Jan. 2024 17:00");
});

test("a day is chosen from a calendar that offers what is stored, and keeps the time of day", async () => {
  await page().getByRole("button", { name: "Choose a day" }).tap();
  const calendar = page().getByRole("dialog", { name: "Calendar" });
  await calendar.getByRole("columnheader", { name: "Mo", exact: true }).waitFor();
  await expect.poll(() => calendar.getByRole("button", { name: "3. Jan. 2024", exact: true }).isDisabled()).toBe(true);
  expect([await horizontalOverflow(page()), await smallTexts(page()), await smallTargets(page())]).toEqual([0, [], []]);
  expect(await faultsInBothThemes(page())).toEqual([]);
  await calendar.getByRole("button", { name: "2. Jan. 2024", exact: true }).tap();
  await calendar.waitFor({ state: "hidden" });
  await expect.poll(shownAt).toBe("2024-01-02T04:00Z");
});

test("its days are reached by the arrow keys", async () => {
  await page().getByRole("button", { name: "Choose a day" }).press("Enter");
  const calendar = page().getByRole("dialog", { name: "Calendar" });
  await calendar.waitFor();
  await expect.poll(() => page().evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("2. Jan. 2024");
  await page().keyboard.press("ArrowLeft");
  await page().keyboard.press("Enter");
  await expect.poll(shownAt).toBe("2024-01-01T04:00Z");
});

test("of a time of which nothing is stored the nearest is offered", async () => {
  await field().fill("1. Dez. 2023 10:00");
  await field().press("Enter");
  await page()
    .getByRole("button", { name: /^Go to 1\. Jan\. 13:\d\d, the nearest$/ })
    .tap();
  await expect.poll(async () => Math.abs(Date.parse(shownAt() ?? "") - FOLDER_START) < 10 * MINUTE_MS).toBe(true);
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
