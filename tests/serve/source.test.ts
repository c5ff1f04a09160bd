import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EXCHANGES } from "#exchanges/registry.ts";
import { candlesReplySchema, marketsReplySchema, sourceSchema, statusReplySchema } from "#wire/messages.ts";
import { FOLDER_START, marketFolderFiles, writeFiles } from "../support/market-folder.ts";
import { getJson, getTile, finalColumns, tilePath, untilFilled } from "../support/market-api.ts";
import { type RunningServer, runPowderkeg, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

/** Discard port of loopback: nobody answers there, for no exchange. */
const NOBODY = Object.fromEntries(
  EXCHANGES.flatMap(({ declaration }) => declaration.hosts).map(({ env, use }) => [env, use === "rest" ? "https://127.0.0.1:9" : "ws://127.0.0.1:9"]),
);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const serveSimulated = (...more: string[]) =>
  servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--days", "1", "--data-dir", folder.path, ...more]);

test("auto without an exchange shows the simulated market and says so", async () => {
  const server = await servePowderkeg(["--coins", "BTC", "--days", "1", "--data-dir", folder.path], { env: NOBODY });
  expect(server.output()).toContain("SIMULATED");
  expect(server.output()).toContain("127.0.0.1:9");
  const markets = await getJson(`${server.url}/v1/markets`, marketsReplySchema);
  expect(markets.source).toBe(sourceSchema.enum.simulated);
  expect(await server.stop()).toBe(0);
});

test("live insists: without an exchange it stays up, says why, and shows no simulated figure", async () => {
  const server = await servePowderkeg(["--source", "live", "--data-dir", folder.path], { env: NOBODY });
  expect(await getJson(`${server.url}/v1/markets`, marketsReplySchema)).toMatchObject({ source: sourceSchema.enum.live, markets: [] });
  const firstFeed = async () => (await getJson(`${server.url}/v1/status`, statusReplySchema)).feeds[0];
  await expect.poll(firstFeed).toMatchObject({ exchange: "binance", state: "connecting", problem: expect.stringContaining("127.0.0.1:9") as string });
  const readiness = await fetch(`${server.url}/readyz`);
  expect([readiness.status, await readiness.text()]).toEqual([503, expect.stringContaining("127.0.0.1:9")]);
  expect(await server.stop()).toBe(0);
});

test("replay shows imported history, its windows ending where the data end", async () => {
  const from = await writeFiles(join(folder.path, "history"), marketFolderFiles(480));
  const data = join(folder.path, "data");
  expect((await runPowderkeg(["import", "--from", from, "--data-dir", data])).code).toBe(0);
  const server = await servePowderkeg(["--source", "replay", "--data-dir", data]);
  const market = await untilFilled(server.url, "binance:BTCUSDT");
  const end = FOLDER_START + 480 * 60_000;
  expect(market).toMatchObject({ lastTime: end, priceIsMark: false, markSource: "last", exchangeLabel: "Binance", stepMs: 60_000 });
  expect(await getJson(`${server.url}/v1/markets`, marketsReplySchema)).toMatchObject({ source: "replay", asOf: end });
  const { candles } = await getJson(`${server.url}/v1/markets/binance/BTCUSDT/candles?interval=1h`, candlesReplySchema);
  expect(candles.map(([time]) => (end - time) / 3_600_000)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  expect(finalColumns(await getTile(server.url + tilePath(market, { level: 0, time: end - 1 }))).size).toBeGreaterThan(100);
  expect(await server.stop()).toBe(0);
});

test("a seed that is not the stored one begins a new market, the same one goes on", async () => {
  /** The market's first whole days, which nothing that happens later changes. */
  const pastOf = async ({ url }: RunningServer) => {
    await untilFilled(url, "binance:BTCUSDT");
    const { candles } = await getJson(`${url}/v1/markets/binance/BTCUSDT/candles?interval=1h`, candlesReplySchema);
    return candles.slice(0, 12);
  };
  const first = await serveSimulated("--seed", "north");
  const north = await pastOf(first);
  await first.stop();
  const same = await serveSimulated();
  expect(same.output()).toContain("seed north");
  expect(await pastOf(same)).toEqual(north);
  await same.stop();
  const other = await serveSimulated("--seed", "south");
  expect(other.output()).toContain("seed south");
  expect((await pastOf(other)).map(([, ...figures]) => figures)).not.toEqual(north.map(([, ...figures]) => figures));
  await other.stop();
});
