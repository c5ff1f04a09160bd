import { afterAll, beforeAll, expect, test } from "vitest";
import { onPageClock, pictureAtRest, pictureOfMap, untilDifference, untilMapIsFilled } from "../support/heat-page.ts";
import { marketFolderFiles } from "../support/market-folder.ts";
import { DESK, type StoredPage, openStoredPage } from "../support/stored-page.ts";

let stored: StoredPage;
const page = () => stored.browser.page;
const query = (name: string) => new URL(page().url()).searchParams.get(name);
/** Edges of axes labels and the time of the book may differ. */
const SAME = 0.01;
const LINK_FOLLOWS_MS = 400;

async function at(right: number, down: number): Promise<readonly [number, number]> {
  const chart = (await page().locator(".chart").boundingBox())!;
  return [chart.x + chart.width * right, chart.y + chart.height * down];
}

/** What the link says of the sight, which it does a moment after the map has moved. */
async function untilSaid(): Promise<string | null> {
  await onPageClock(page(), 2 * LINK_FOLLOWS_MS);
  return page().evaluate(() => new URLSearchParams(location.search).get("sight"));
}

async function reopened(): Promise<Buffer> {
  await page().goto("about:blank");
  await page().goBack();
  await untilMapIsFilled(page());
  return pictureOfMap(page());
}

beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(600), { screen: DESK, window: "12h" });
});
afterAll(() => stored?.close());

test("the whole window needs no words", () => expect(query("sight")).toBeNull());

test("zoomed and moved into the past, the link says where, and opens the same map", async () => {
  await page().mouse.move(...(await at(0.3, 0.5)));
  await page().mouse.wheel(0, -400);
  await page().mouse.down();
  await page().mouse.move(...(await at(0.5, 0.5)), { steps: 5 });
  await page().mouse.up();
  await expect.poll(() => query("sight")).toMatch(/^[-\dT:]+Z_2024-01-01T\d\d:\d\dZ_[\d.]+_[\d.]+$/);
  const said = await untilSaid();
  await page().mouse.move(5, 5);
  const before = await pictureAtRest(page());
  await reopened();
  await untilDifference(page(), before, { holds: (share) => share < SAME });
  const timeOf = (text: string | null) => text?.split("_").slice(0, 2);
  expect(timeOf(query("sight"))).toEqual(timeOf(said));
});

test("prices that were scaled by hand are part of it", async () => {
  const byItself = query("sight");
  await page().mouse.move(...(await at(0.97, 0.5)));
  await page().mouse.down();
  await page().mouse.move(...(await at(0.97, 0.65)), { steps: 5 });
  await page().mouse.up();
  await expect.poll(() => query("sight")).not.toBe(byItself);
  await untilSaid();
  await page().mouse.move(5, 5);
  const before = await pictureAtRest(page());
  await reopened();
  await untilDifference(page(), before, { holds: (share) => share < SAME });
});

test("the window, pressed again, is shown as a whole, and the link is short again", async () => {
  await page().getByRole("radio", { name: "12h", exact: true }).click();
  await expect.poll(() => query("sight")).toBeNull();
});

test("a filter of age leaves the map where it was moved to", async () => {
  await page().mouse.move(...(await at(0.3, 0.5)));
  await page().mouse.wheel(0, -300);
  await expect.poll(() => query("sight")).not.toBeNull();
  const said = await untilSaid();
  await page().getByRole("button", { name: "Age: All" }).click();
  await page().getByRole("radio", { name: /^24 h/ }).click();
  await expect.poll(() => query("age")).not.toBeNull();
  await untilMapIsFilled(page());
  expect(await untilSaid()).toBe(said);
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
