import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { horizontalOverflow, smallTargets, smallTexts, untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { marketFolderFiles, writeFiles } from "../support/market-folder.ts";
import { type RunningServer, runPowderkeg, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

const SOON_MS = 15_000;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;
const bar = () => page().getByRole("region", { name: "Replay" });
const slider = () => bar().getByRole("slider", { name: "Instant that is shown" });
const shownAt = async (): Promise<number> => Number(await slider().inputValue());

/** A server of stored history: there is no now to leave for. */
beforeAll(async () => {
  folder = await temporaryFolder();
  const from = await writeFiles(join(folder.path, "history"), marketFolderFiles(480));
  const data = join(folder.path, "data");
  const imported = await runPowderkeg(["import", "--from", from, "--data-dir", data]);
  if (imported.code !== 0) throw new Error(imported.stderr);
  server = await servePowderkeg(["--source", "replay", "--data-dir", data]);
  await untilFilled(server.url, "binance:BTCUSDT", 60_000);
  browser = await launchBrowser({ width: 360, height: 740, deviceScaleFactor: 3, touch: true });
  await page().goto(`${server.url}/?window=4h`);
  await untilMapIsFilled(page(), 20_000);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

test("stored history opens with the bar at its last minute, and nothing offers to leave", async () => {
  await bar().waitFor();
  expect(await shownAt()).toBe(Number(await slider().getAttribute("max")));
  expect(await bar().getByRole("status").innerText()).toBe("The stored history ends here");
  expect(await bar().getByRole("button", { name: "Play", exact: true }).isDisabled()).toBe(true);
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
  await expect.poll(shownAt, { timeout: SOON_MS }).toBeLessThan(end - MINUTE_MS);
  await page().locator(".replay-mark").waitFor();
  await untilMapIsFilled(page(), SOON_MS);
  await bar().getByRole("combobox", { name: "Speed" }).selectOption("600");
  await bar().getByRole("button", { name: "Play", exact: true }).tap();
  await expect.poll(() => bar().getByRole("status").innerText(), { timeout: SOON_MS }).toBe("The stored history ends here");
});

test("a jump leads an hour back", async () => {
  const before = await shownAt();
  await bar().getByRole("button", { name: "Jump" }).tap();
  expect(await smallTargets(page())).toEqual([]);
  await page().getByRole("button", { name: "1 hour back" }).tap();
  await expect.poll(shownAt, { timeout: SOON_MS }).toBe(before - 60 * MINUTE_MS);
  await untilMapIsFilled(page(), SOON_MS);
});

test("the page had no error from beginning to end", () => expect(browser.problems).toEqual([]));
