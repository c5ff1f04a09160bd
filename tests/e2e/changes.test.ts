import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { FOLDER_START, marketFolderFiles } from "../support/market-folder.ts";
import { DESK, type StoredPage, openStoredPage } from "../support/stored-page.ts";

const MINUTES = 480;
const at = (timeMs: number) => `${new Date(timeMs).toISOString().slice(0, 16)}Z`;

let stored: StoredPage;
const page = () => stored.browser.page;
const panel = () => page().getByRole("tabpanel");
const says = (words: RegExp) => expect.poll(() => panel().innerText()).toMatch(words);

beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(MINUTES), { screen: DESK, window: "12h" });
});
afterAll(() => stored?.close());

test("what changed since an hour ago, since a chosen time, and as it was known in a replay", async () => {
  await page().getByRole("tab", { name: "What changed" }).click();
  await says(/Since 1 Jan \d\d:\d\d UTC \(4 h\): price [+−]\d+\.\d\d %[^]*stored column/);
  await panel().getByRole("radio", { name: "1 h", exact: true }).click();
  await says(/Since 1 Jan \d\d:\d\d UTC \(1 h\)/);
  await expect.poll(() => new URL(page().url()).searchParams.get("since")).toBe("1h");

  const field = panel().getByLabel("Since another time");
  await field.fill("1 Jan 03:00");
  await field.press("Enter");
  await says(/Since 1 Jan 03:00 UTC/);

  const then = FOLDER_START + 5 * HOUR_MS;
  await page().goto(`${stored.server.url}/?window=12h&panel=changes&since=1h&at=${at(then)}`);
  await says(/REPLAY: as known at 1 Jan 05:00 UTC[^]*Since 1 Jan 04:00 UTC \(1 h\)/);
});

test("an instant that is too early, or that never was, is answered in words", async () => {
  await page().goto(`${stored.server.url}/?window=12h&panel=changes&since=${at(FOLDER_START - 24 * HOUR_MS)}`);
  await says(/Nothing is stored of BTC as of then/);
  await panel().getByRole("radio", { name: "Last visit" }).click();
  await says(/remembers no visit before this one|Since/);
  await page().goto(`${stored.server.url}/?window=12h&panel=changes&since=${at(FOLDER_START + (MINUTES + 60) * MINUTE_MS)}`);
  await says(/not before the instant that is shown/);
});
