import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { untilMapIsFilled } from "../support/heat-page.ts";
import { FOLDER_START, marketFolderFiles, onBybit } from "../support/market-folder.ts";
import { decodePng } from "../support/png.ts";
import { DESK, type StoredPage, openStoredPage } from "../support/stored-page.ts";

const MINUTES = 600;
/** From here on there is nothing of Bybit: the middle of the window of four hours. */
const BYBIT_MINUTES = 480;

let stored: StoredPage;
const page = () => stored.browser.page;

beforeAll(async () => {
  stored = await openStoredPage([marketFolderFiles(MINUTES), onBybit(marketFolderFiles(BYBIT_MINUTES))], { screen: DESK, window: "4h&market=all:BTC" });
});
afterAll(() => stored?.close());

/** How many pixels of the hatching's amber the left and the right quarter of the map's upper edge have. */
async function amberAtTop(): Promise<{ left: number; right: number }> {
  const pane = (await page().locator(".chart canvas").first().boundingBox())!;
  const { width, height, channels, bytes } = decodePng(await page().screenshot({ clip: { ...pane, height: 14 } }));
  const count = (from: number, to: number) => {
    let amber = 0;
    for (let y = 0; y < height; y++) {
      for (let x = Math.round(from * width); x < Math.round(to * width); x++) {
        const [red, green, blue] = bytes.subarray((y * width + x) * channels);
        if (red > 110 && red - blue > 70 && green > 0.5 * red && green < 0.85 * red) amber++;
      }
    }
    return amber;
  };
  return { left: count(0, 0.25), right: count(0.6, 0.85) };
}

async function open(query: string): Promise<void> {
  await page().goto(`${stored.server.url}/?market=all:BTC&window=4h&layers=none${query}`);
  await untilMapIsFilled(page());
}
const said = () => page().getByText("without Bybit since 1 Jan 08:00 UTC");

test("a coin's map is greyed from where an exchange is missing in it, and says whose part that is", async () => {
  await open("");
  await said().waitFor({ state: "attached" });
  await expect.poll(async () => (await amberAtTop()).right).toBeGreaterThan(200);
  expect((await amberAtTop()).left).toBe(0);
});

test("in a replay of a time when both were there nothing is greyed", async () => {
  await open(`&at=${FOLDER_START + (BYBIT_MINUTES - 60) * MINUTE_MS}`);
  await page().getByRole("region", { name: "Replay" }).waitFor();
  await expect.poll(() => said().count()).toBe(0);
  expect((await amberAtTop()).right).toBe(0);
});

test("an exchange by itself lacks nothing", async () => {
  await page().goto(`${stored.server.url}/?market=bybit:BTCUSDT&window=4h`);
  await untilMapIsFilled(page());
  expect(await said().count()).toBe(0);
  expect((await amberAtTop()).right).toBe(0);
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
