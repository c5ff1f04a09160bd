import { existsSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, expect, test } from "vitest";
import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { type MarketMessage, candlesReplySchema, marketsReplySchema } from "#wire/messages.ts";
import { finalColumns, getJson, getTile, tilePath, untilFilled } from "../support/market-api.ts";
import { type RunningServer, launchPowderkeg, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { expectPrompt } from "../support/prompt.ts";
import { until } from "../support/until.ts";

const BTC = "binance:BTCUSDT";

/** Each test has a folder of its own: one waits for most of a minute, in which the others run. */
async function openFolder({ onTestFinished }: TestContext) {
  const { path, remove } = await temporaryFolder();
  onTestFinished(remove);
  return { path, serve: () => servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--days", "1", "--data-dir", path]) };
}

/** The market as soon as `wanted` is true of it. */
function untilMarket({ url }: RunningServer, wanted: (market: MarketMessage) => boolean): Promise<MarketMessage> {
  const look = async () => (await getJson(`${url}/v1/markets`, marketsReplySchema)).markets.find((market) => market.id === BTC && wanted(market));
  return until(look, { describe: () => "the market did not come this far" });
}

/** Final columns of every level around the price, at a time and the tile before. */
async function columnsOf({ url }: RunningServer, market: MarketMessage, time: number): Promise<Map<string, string>> {
  const columns = new Map<string, string>();
  for (const [level, { columnMs }] of HEAT_LEVELS.entries()) {
    for (const at of [time, time - 256 * columnMs]) {
      const address = url + tilePath(market, { level, time: at });
      if ((await fetch(address)).status !== 200) continue;
      for (const [column, bytes] of finalColumns(await getTile(address))) columns.set(`${level}/${column}`, bytes);
    }
  }
  return columns;
}

async function expectNoHole(server: RunningServer, market: MarketMessage): Promise<void> {
  const end = market.lastTime ?? 0;
  const base = `${server.url}/v1/markets/${market.exchange}/${market.symbol}`;
  const { candles } = await getJson(`${base}/candles?interval=1m&from=${end - 12 * HOUR_MS}&to=${end}`, candlesReplySchema);
  expect(candles.map(([time]) => time)).toEqual(Array.from({ length: 720 }, (_, minute) => end - 12 * HOUR_MS + minute * MINUTE_MS));
  const last = columnIndexOf(HEAT_LEVELS[0], end - 1);
  const columns = await columnsOf(server, market, end - 1);
  const fine = Array.from({ length: 256 }, (_, back) => `0/${last - back}`);
  expect(fine.filter((column) => !columns.has(column))).toEqual([]);
}

const expectPromptEnd = (server: Pick<RunningServer, "stop">) => expectPrompt(async () => expect(await server.stop()).toBe(0));

test.concurrent("SIGTERM ends it within 3 s at every stage of its start", async (context) => {
  const { path } = await openFolder(context);
  const args = ["--source", "simulated", "--exchanges", "binance", "--data-dir", path];
  const early = launchPowderkeg(args);
  await until(async () => existsSync(join(path, "simulated.duckdb.wal")) || undefined, { describe: () => "no database" });
  await expectPromptEnd(early);
  const fetching = await servePowderkeg(args);
  await untilMarket(fetching, ({ backfill }) => backfill.progress > 0.05);
  await expectPromptEnd(fetching);
  const estimating = await servePowderkeg(args);
  await untilMarket(estimating, ({ backfill }) => backfill.progress > 0.4);
  await expectPromptEnd(estimating);
});

test.concurrent("killed while history is fetched and estimated, the next start goes on, and no final column changes", async (context) => {
  const { serve } = await openFolder(context);
  const fetching = await serve();
  await untilMarket(fetching, ({ backfill }) => backfill.progress > 0.05);
  await fetching.kill();
  const estimating = await serve();
  const half = await untilMarket(estimating, ({ ready, backfill }) => ready && backfill.progress > 0.4);
  const before = await columnsOf(estimating, half, half.lastTime ?? 0);
  await estimating.kill();
  const server = await serve();
  const market = await untilFilled(server.url, BTC);
  const after = await columnsOf(server, { ...market, mark: half.mark }, half.lastTime ?? 0);
  expect(before.size).toBeGreaterThan(10);
  for (const [column, bytes] of before) expect([column, after.get(column)]).toEqual([column, bytes]);
  await expectNoHole(server, market);
  await expectPromptEnd(server);
});

test.concurrent("killed while live, the next start fills the hole, and no final column changes", async (context) => {
  const { serve } = await openFolder(context);
  const first = await serve();
  const filled = await untilFilled(first.url, BTC);
  const live = await until(
    async () => (await getJson(`${first.url}/v1/markets`, marketsReplySchema)).markets.find(({ lastTime }) => (lastTime ?? 0) > (filled.lastTime ?? 0)),
    { describe: () => "no minute closed" },
  );
  const before = await columnsOf(first, live, live.lastTime ?? 0);
  await first.kill();
  const second = await serve();
  const market = await untilFilled(second.url, BTC);
  const after = await columnsOf(second, { ...market, mark: live.mark }, live.lastTime ?? 0);
  expect(before.has(`0/${columnIndexOf(HEAT_LEVELS[0], (live.lastTime ?? 0) - 1)}`)).toBe(true);
  for (const [column, bytes] of before) expect([column, after.get(column)]).toEqual([column, bytes]);
  await expectNoHole(second, market);
  await expectPromptEnd(second);
});
