import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { horizontalOverflow, smallTargets, smallTexts, untilMapIsFilled } from "../support/heat-page.ts";
import { marketFolderFiles } from "../support/market-folder.ts";
import { PHONE, type StoredPage, openStoredPage } from "../support/stored-page.ts";
import { untilStill } from "../support/touches.ts";

let stored: StoredPage;
const page = () => stored.browser.page;
const bar = () => page().getByRole("region", { name: "Replay" });
const slider = () => bar().getByRole("slider", { name: "Instant that is shown" });
const shownAt = async (): Promise<number> => Number(await slider().inputValue());

/** A server of stored history: there is no now to leave for. */
beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(480), { screen: PHONE, window: "4h" });
});
afterAll(() => stored?.close());

test("stored history opens with the bar at its last minute, and nothing offers to leave", async () => {
  await bar().waitFor();
  await expect.poll(async () => (await shownAt()) === Number(await slider().getAttribute("max"))).toBe(true);
  await expect.poll(() => bar().getByRole("status").innerText()).toBe("The stored history ends here");
  await expect.poll(() => bar().getByRole("button", { name: "Play", exact: true }).isDisabled()).toBe(true);
  expect(await bar().getByRole("button", { name: "Leave the replay" }).count()).toBe(0);
});

test("the bar fits a phone: no sideways scroll, no small text, no target under 40 px", async () => {
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTexts(page())).toEqual([]);
  expect(await smallTargets(page())).toEqual([]);
});

test("a tap steps back by a column, the map says when, and play leads on to the end again", async () => {
  const end = await shownAt();
  for (let step = 0; step < 3; step++) await bar().getByRole("button", { name: "One column back" }).tap();
  await expect.poll(shownAt).toBeLessThan(end - MINUTE_MS);
  await page().locator(".replay-mark").waitFor();
  await untilMapIsFilled(page());
  await bar().getByRole("combobox", { name: "Speed" }).selectOption("600");
  await bar().getByRole("button", { name: "Play", exact: true }).tap();
  await expect.poll(() => bar().getByRole("status").innerText()).toBe("The stored history ends here");
});

test("a jump leads an hour back", async () => {
  const before = await untilStill(page(), shownAt);
  await bar().getByRole("button", { name: "Jump" }).tap();
  expect(await smallTargets(page())).toEqual([]);
  await page().getByRole("button", { name: "1 hour back" }).tap();
  await expect.poll(shownAt).toBe(before - 60 * MINUTE_MS);
  await untilMapIsFilled(page());
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
