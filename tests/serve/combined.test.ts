import { gunzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DENSITY_OF_BYTE } from "#core/heat-scale.ts";
import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { COLUMN_STATE, type HeatTile, parseTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { combineHub } from "#pipeline/combined/combining-hub.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import { createApp } from "#server/app.ts";
import { addressesOf } from "#server/rehearsal.ts";
import { explainReplySchema, levelsReplySchema, marketsReplySchema, seriesReplySchema } from "#wire/messages.ts";
import { START, type HubScene, closeMinute, isFinalBook, isRealised, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";
import { priceAtMinute } from "./peer-exchange.ts";

const BTC: InstrumentId = "binance:BTCUSDT";
const SECOND_BTC: InstrumentId = "second:BTCUSDT";
const ALL_BTC: InstrumentId = "all:BTC";
const MINUTE = START / MINUTE_MS;

let scene: HubScene;
let hub: Hub;
let app: FastifyInstance;

beforeAll(async () => {
  scene = await openScene({ coins: ["BTC", "ETH"], depthMs: asMs(6 * HOUR_MS), fineDepthMs: 6 * HOUR_MS }, {}, [{ id: "second", coins: ["BTC"] }]);
  await untilLoaded(scene.hub);
  hub = combineHub(scene.hub, { clock: scene.clock, exchanges: ["binance", "second"] });
  app = await createApp({ hub, version: "1.2.3", webDir: undefined, apiKeys: [], onProblem: (_, problem) => expect.fail(problem) });
  for (const id of [BTC, SECOND_BTC]) {
    const peer = scene.peers[id === BTC ? 0 : 1];
    peer.emit([
      { kind: "liquidation", instrument: id, time: asMs(START - 10_000), positionSide: "long", price: 60_000, size: 2, sampling: "complete" },
      { kind: "liquidation", instrument: id, time: asMs(START - 5_000), positionSide: "short", price: 60_500, size: 1, sampling: "complete" },
      { kind: "mark", instrument: id, time: asMs(START), mark: 60_000, fundingRate: 0.0001, nextFundingTime: asMs(START + HOUR_MS) },
    ]);
  }
  const books = [BTC, SECOND_BTC].map((id) => nextUpdate(hub, (update): update is HubUpdate => isFinalBook(update) && update.market === id));
  hub.attend(ALL_BTC);
  const prints = nextUpdate(hub, (update): update is HubUpdate => isRealised(update) && update.market === ALL_BTC);
  closeMinute(scene, MINUTE);
  await Promise.all([...books, prints]);
});
afterAll(async () => {
  await app.close();
  await hub.stop();
  await scene.close();
});

async function tileOf(id: InstrumentId, column: number): Promise<HeatTile<"modelled">> {
  const level = HEAT_LEVELS[0];
  const y = tileYOfCell(cellOfRow(level, rowOf(priceAtMinute(MINUTE))));
  const stored = await hub.tile(id, { layer: "modelled", level: 0, x: tileXOfColumn(column), y });
  if (stored === undefined) return expect.fail(`no tile of ${id}`);
  return parseTile(gunzipSync(stored.gzip), "modelled");
}

const densityOf = (tile: HeatTile, column: number): number => {
  let sum = 0;
  for (let i = column; i < tile.bytes.length; i += tile.states.length) sum += DENSITY_OF_BYTE[tile.bytes[i]];
  return sum;
};

test("what a long window is rehearsed with is answered", async () => {
  const market = hub.market(ALL_BTC);
  const [, ...addresses] = market?.lastTime ? addressesOf({ ...market, firstTime: market.lastTime - 365 * DAY_MS }) : [];
  const answered = await Promise.all(addresses.map(async (url) => (await app.inject(url)).statusCode));
  expect(answered.length).toBeGreaterThan(8);
  // No content is the answer of a tile that nothing is in.
  expect(new Set(answered)).toEqual(new Set([200, 204]));
});

test("a coin on two exchanges has a map of both, and a coin on one has none beside its own", async () => {
  const { markets } = marketsReplySchema.parse((await app.inject("/v1/markets")).json());
  expect(markets.map(({ id }) => id)).toEqual([ALL_BTC, BTC, SECOND_BTC, "binance:ETHUSDT"]);
  expect(markets[0]).toMatchObject({ exchangeLabel: "All exchanges", symbol: "BTC", ready: true });
  expect(markets[0].members?.map(({ market, basis }) => [market, basis])).toEqual([
    [BTC, 0],
    [SECOND_BTC, 0],
  ]);
  expect(markets[0].openInterestUsd).toBeCloseTo((markets[1].openInterestUsd ?? 0) + (markets[2].openInterestUsd ?? 0), 0);
});

test("its levels and its tiles are the sum of its members'", async () => {
  const levels = async (address: string) => levelsReplySchema.parse((await app.inject(`/v1/markets/${address}/levels`)).json());
  const usdOf = ({ levels: rows }: Awaited<ReturnType<typeof levels>>) => rows.reduce((sum, { longUsd, shortUsd }) => sum + longUsd + shortUsd, 0);
  const [all, first, second] = await Promise.all(["all/BTC", "binance/BTCUSDT", "second/BTCUSDT"].map(levels));
  expect(usdOf(all) / (usdOf(first) + usdOf(second))).toBeCloseTo(1, 2);
  const column = MINUTE - 10;
  const tiles = await Promise.all([ALL_BTC, BTC, SECOND_BTC].map((id) => tileOf(id, column)));
  const x = column % 256;
  expect(tiles[0].states[x]).toBe(COLUMN_STATE.final);
  const [sum, one, other] = tiles.map((tile) => densityOf(tile, x));
  expect(one).toBeGreaterThan(0);
  // A byte is within 3.5 %.
  expect(Math.abs(sum / (one + other) - 1)).toBeLessThan(0.04);
});

test("of a tile each member's part can be had, and the parts make the whole", async () => {
  const level = HEAT_LEVELS[0];
  const place = `0/${tileXOfColumn(MINUTE - 10)}/${tileYOfCell(cellOfRow(level, rowOf(priceAtMinute(MINUTE))))}`;
  const ask = (member: string) => app.inject(`/v1/markets/all/BTC/tiles/${place}${member && `?member=${member}`}`);
  const [whole, ...parts] = await Promise.all(
    ["", BTC, SECOND_BTC].map(async (member) => {
      const { rawPayload, headers } = await ask(member);
      return parseTile(new Uint8Array(headers["content-encoding"] === "gzip" ? gunzipSync(rawPayload) : rawPayload), "modelled");
    }),
  );
  const x = (MINUTE - 10) % 256;
  const [sum, one, other] = [whole, ...parts].map((tile) => densityOf(tile, x));
  expect(Math.min(one, other)).toBeGreaterThan(0);
  expect(Math.abs(sum / (one + other) - 1)).toBeLessThan(0.04);
  const stranger = await ask("binance:ETHUSDT");
  expect([stranger.statusCode, stranger.json<{ detail: string }>().detail]).toEqual([400, `member: one of ${BTC}, ${SECOND_BTC}`]);
});

test("its series are sums, with the reference's price", async () => {
  const series = async (address: string) => seriesReplySchema.parse((await app.inject(`/v1/markets/${address}/series?interval=1h&to=${START - 1}`)).json());
  const [all, first] = await Promise.all(["all/BTC", "binance/BTCUSDT"].map(series));
  const last = all.price.length - 1;
  expect(all.price[last]).toBe(first.price[last]);
  expect(all.openInterestUsd[last]).toBeCloseTo(2 * (first.openInterestUsd[last] ?? 0), 0);
  expect(all.volumeUsd[last]).toBeCloseTo(2 * (first.volumeUsd[last] ?? 0), 0);
  expect([all.longUsd[last], all.shortUsd[last]]).toEqual([240_000, 121_000]);
  expect(first.takerBuyUsd[last]).toBeGreaterThan(0);
  expect(all.takerDeltaUsd[last]).toBeCloseTo(2 * (first.takerDeltaUsd[last] ?? NaN), 0);
  expect(all.takerSides).toEqual({ of: ["Binance BTCUSDT", "Second BTCUSDT"], without: [] });
  expect(first.price[0]).toBeNull();
});

test("what it cannot answer it says, and names who can", async () => {
  const reply = await app.inject("/v1/markets/all/BTC/weights");
  expect(reply.statusCode).toBe(400);
  expect(reply.json<{ detail: string }>().detail).toContain(SECOND_BTC);
});

test("a cell is explained by its members, and every part says whose it is", async () => {
  const { levels } = levelsReplySchema.parse((await app.inject("/v1/markets/all/BTC/levels?rowsPerCell=10")).json());
  const { price } = levels.reduce((most, level) => (level.longUsd > most.longUsd ? level : most));
  const ask = async (address: string) =>
    explainReplySchema.parse((await app.inject(`/v1/markets/${address}/explain?time=${START + 30_000}&side=long&price=${price}&rowsPerCell=10`)).json());
  const [all, first, second] = await Promise.all(["all/BTC", "binance/BTCUSDT", "second/BTCUSDT"].map(ask));
  expect(all.usd).toBeGreaterThan(0);
  expect(all.usd / (first.usd + second.usd)).toBeCloseTo(1, 9);
  expect(all.explainedUsd / all.usd).toBeCloseTo(1, 4);
  const listed = all.parts.reduce((sum, { usdNow }) => sum + usdNow, all.rest.usdNow);
  expect(listed / all.explainedUsd).toBeCloseTo(1, 9);
  expect(new Set(all.parts.map(({ market }) => market))).toEqual(new Set([BTC, SECOND_BTC]));
  expect(first.parts.every(({ market }) => market === BTC)).toBe(true);
});

describe("CoinGlass reads back what came in", () => {
  const ask = async <Data>(path: string): Promise<Data> => {
    const reply = await app.inject(`/api/futures/${path}`);
    expect([path, reply.statusCode]).toEqual([path, 200]);
    const { code, msg, data } = reply.json<{ code: string; msg: string; data: Data }>();
    expect([code, msg]).toEqual(["0", "success"]);
    return data;
  };

  test("single orders, a forced long being a sale", async () => {
    const orders = await ask<{ side: number; usd_value: number; time: number }[]>("liquidation/order?exchange=Second&symbol=BTC&min_liquidation_amount=100000");
    expect(orders).toEqual([
      { exchange_name: "SECOND", symbol: "BTCUSDT", base_asset: "BTC", price: 60_000, usd_value: 120_000, side: 2, time: START - 10_000 },
    ]);
  });

  test("sums per bar, coin and exchange", async () => {
    const history = await ask<object[]>("liquidation/history?exchange=Binance&symbol=BTCUSDT&interval=1m&limit=3");
    expect(history).toHaveLength(3);
    expect(history).toContainEqual({ time: START - MINUTE_MS, long_liquidation_usd: "120000", short_liquidation_usd: "60500" });
    expect(await ask<object[]>("liquidation/aggregated-history?exchange_list=Binance,Second&symbol=BTC&interval=1h")).toContainEqual({
      time: START - HOUR_MS,
      aggregated_long_liquidation_usd: 240_000,
      aggregated_short_liquidation_usd: 121_000,
    });
    const [btc, eth] = await ask<Record<string, unknown>[]>("liquidation/coin-list?exchange=Binance");
    expect(btc).toMatchObject({ symbol: "BTC", liquidation_usd_1h: 180_500, long_liquidation_usd_24h: 120_000, short_liquidation_usd_4h: 60_500 });
    expect(Object.keys(btc)).toHaveLength(13);
    expect(eth).toMatchObject({ symbol: "ETH", liquidation_usd_24h: 0 });
    expect(await ask("liquidation/exchange-list?range=1h&symbol=BTC")).toEqual(
      [
        ["All", 2],
        ["Binance", 1],
        ["Second", 1],
      ].map(([exchange, times]) => ({
        exchange,
        liquidation_usd: 180_500 * Number(times),
        long_liquidation_usd: 120_000 * Number(times),
        short_liquidation_usd: 60_500 * Number(times),
      })),
    );
  });

  test("open interest, funding, prices and what there is", async () => {
    const [all, binance] = await ask<Record<string, number>[]>("open-interest/exchange-list?symbol=BTC");
    expect(all).toMatchObject({ exchange: "All", open_interest_by_coin_margin: 0 });
    expect(all["open_interest_usd"]).toBeCloseTo(2 * binance["open_interest_usd"], -3);
    expect(Math.abs(all["open_interest_change_percent_1h"])).toBeGreaterThan(0);
    expect(all["open_interest_change_percent_24h"]).toBeNull();
    const bars = await ask<Record<string, string>[]>("open-interest/history?exchange=Binance&symbol=BTCUSDT&interval=1h&limit=3&unit=coin");
    expect(bars).toHaveLength(3);
    for (const { open, high, low, close } of bars) expect(Number(high)).toBeGreaterThanOrEqual(Math.max(Number(open), Number(close), Number(low)));
    const [funding] = await ask<{ stablecoin_margin_list: object[] }[]>("funding-rate/exchange-list");
    expect(funding).toEqual({
      symbol: "BTC",
      stablecoin_margin_list: ["Binance", "Second"].map((exchange) => ({ exchange, funding_rate: 0.01, next_funding_time: START + HOUR_MS })),
      token_margin_list: [],
    });
    const prices = await ask<Record<string, unknown>[]>("price/history?exchange=Binance&symbol=BTCUSDT&interval=5m&limit=4");
    expect(Object.keys(prices[0])).toEqual(["time", "open", "high", "low", "close", "volume_usd"]);
    expect(await ask("supported-coins")).toEqual(["BTC", "ETH"]);
    expect(await ask("supported-exchanges")).toEqual(["Binance", "Second"]);
    expect(await ask("supported-exchange-pairs?exchange=second")).toEqual({
      Second: [{ instrument_id: "BTCUSDT", base_asset: "BTC", price_tick_size: 0.1, max_leverage: 150 }],
    });
  });

  test("the aggregated heatmap holds what both pairs hold", async () => {
    interface Heatmap {
      y_axis: number[];
      liquidation_leverage_data: [number, number, number][];
    }
    const usdOf = ({ liquidation_leverage_data: cells }: Heatmap) => cells.reduce((sum, [, , usd]) => sum + usd, 0);
    const [all, first, second] = await Promise.all(
      ["aggregated-heatmap/model2?symbol=BTC", "heatmap/model1?exchange=Binance&symbol=BTCUSDT", "heatmap/model3?exchange=Second&symbol=BTCUSDT"].map((path) =>
        ask<Heatmap>(`liquidation/${path}&range=12h`),
      ),
    );
    expect(usdOf(first)).toBeGreaterThan(1e6);
    expect(Math.abs(usdOf(all) / (usdOf(first) + usdOf(second)) - 1)).toBeLessThan(0.04);
  });

  test("what is missing or unknown is said", async () => {
    for (const [path, word] of [
      ["liquidation/history?exchange=Binance&symbol=BTCUSDT", "interval"],
      ["liquidation/history?exchange=Nowhere&symbol=BTCUSDT&interval=1m", "Nowhere"],
      ["liquidation/order?exchange=Binance&symbol=BTC", "min_liquidation_amount"],
      ["liquidation/exchange-list?range=2h", "range"],
      ["open-interest/exchange-list?symbol=NOPE", "NOPE"],
      ["liquidation/history?exchange=Binance&symbol=BTCUSDT&interval=1m&start_time=20&end_time=10", "start_time"],
    ]) {
      const reply = await app.inject(`/api/futures/${path}`);
      expect([path, reply.json<{ code: string }>().code]).toEqual([path, "400"]);
      expect(reply.json<{ msg: string }>().msg).toContain(word);
    }
  });
});
