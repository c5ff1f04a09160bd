import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

/** What a first visit may load of scripts, worker included, until its map is there. */
const MOST_BYTES = 250_000;
const DEVICES = {
  desk: { width: 1600, height: 900, deviceScaleFactor: 1 },
  phone: { width: 360, height: 740, deviceScaleFactor: 3, touch: true },
} as const;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--data-dir", folder.path]);
  await untilFilled(server.url, "binance:BTCUSDT", 90_000);
});
afterAll(async () => {
  await server?.stop();
  await folder?.remove();
});

test.each(["desk", "phone"] as const)("the first map on a %s needs less than 250 kB of JavaScript", async (device) => {
  const browser = await launchBrowser(DEVICES[device]);
  await browser.page.goto(server.url);
  await untilMapIsFilled(browser.page, 30_000);
  const scripts = await browser.page.evaluate(() =>
    (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
      .map(({ name, encodedBodySize, decodedBodySize }) => ({ path: new URL(name).pathname, bytes: encodedBodySize, unpacked: decodedBodySize }))
      .filter(({ path }) => path.endsWith(".js")),
  );
  await browser.close();
  expect(browser.problems).toEqual([]);
  expect(scripts.map(({ path }) => path)).toContainEqual(expect.stringContaining("heat-worker"));
  expect(scripts.filter(({ bytes, unpacked }) => unpacked > 1_000 && bytes >= unpacked)).toEqual([]);
  expect(scripts.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(MOST_BYTES);
});
