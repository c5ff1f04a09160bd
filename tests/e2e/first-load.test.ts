import type { Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

/** What a first visit may load of scripts, worker included, until its map is there. */
const MOST_SCRIPT_BYTES = 160_000;
/** And of all, heads of replies and the worker included, on a phone with a coin over five exchanges: of it 29 to 41 kB are of what the day's map happens to hold; the stream comes on top. */
const MOST_BYTES_ON_PHONE = 200_000;
const FIVE = "binance,bybit,okx,bitget,hyperliquid";
const FIVE_FILLED_MS = 240_000;
const DEVICES = {
  desk: { width: 1600, height: 900, deviceScaleFactor: 1 },
  phone: { width: 360, height: 740, deviceScaleFactor: 3, touch: true },
} as const;

const folders: Awaited<ReturnType<typeof temporaryFolder>>[] = [];
const servers: RunningServer[] = [];

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await Promise.all(folders.map((folder) => folder.remove()));
});

async function serve(exchanges: string, ...args: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  folders.push(folder);
  const server = await servePowderkeg(["--source", "simulated", "--exchanges", exchanges, "--coins", "BTC", "--data-dir", folder.path, ...args]);
  servers.push(server);
  return server.url;
}

let one: string;
beforeAll(async () => {
  one = await serve("binance");
  await untilFilled(one, "binance:BTCUSDT");
});

test.each(["desk", "phone"] as const)("the first map on a %s needs less than 160 kB of JavaScript", async (device) => {
  const browser = await launchBrowser(DEVICES[device]);
  await browser.page.goto(one);
  await untilMapIsFilled(browser.page);
  const scripts = await browser.page.evaluate(() =>
    (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
      .map(({ name, encodedBodySize, decodedBodySize }) => ({ path: new URL(name).pathname, bytes: encodedBodySize, unpacked: decodedBodySize }))
      .filter(({ path }) => path.endsWith(".js")),
  );
  await browser.close();
  expect(browser.problems).toEqual([]);
  expect(scripts.map(({ path }) => path)).toContainEqual(expect.stringContaining("heat-worker"));
  expect(scripts.filter(({ bytes, unpacked }) => unpacked > 1_000 && bytes >= unpacked)).toEqual([]);
  expect(scripts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(MOST_SCRIPT_BYTES);
});

test(
  "the first picture of a phone needs less than 200 kB, over five exchanges",
  async () => {
    const five = await serve(FIVE, "--days", "2");
    await untilFilled(five, "all:BTC", FIVE_FILLED_MS);
    const browser = await launchBrowser(DEVICES.phone);
    const finished: Request[] = [];
    browser.page.on("requestfinished", (request) => finished.push(request));
    await browser.page.goto(five);
    await untilMapIsFilled(browser.page);
    const endOf = (request: Request) => request.timing().startTime + request.timing().responseEnd;
    const sketches = finished.filter((request) => request.url().includes("tiers=together"));
    expect(sketches.length).toBeGreaterThan(0);
    // Whole tiles come after the last of them.
    const drawnAt = Math.max(...sketches.map(endOf));
    const sizes = await Promise.all(finished.filter((request) => endOf(request) <= drawnAt).map((request) => request.sizes()));
    // Of a worker's script the browser tells its driver no length.
    const workerBytes = await browser.page.evaluate(() =>
      (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
        .filter(({ name }) => name.includes("heat-worker"))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    );
    await browser.close();
    expect(workerBytes).toBeGreaterThan(0);
    expect(sizes.reduce((sum, { responseBodySize, responseHeadersSize }) => sum + responseBodySize + responseHeadersSize, workerBytes)).toBeLessThan(
      MOST_BYTES_ON_PHONE,
    );
  },
  2 * FIVE_FILLED_MS,
);
