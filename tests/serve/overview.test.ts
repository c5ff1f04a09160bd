import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { InstrumentId } from "#core/instrument.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { combineHub } from "#pipeline/combined/combining-hub.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import { createApp } from "#server/app.ts";
import { liquidationsReplySchema } from "#wire/liquidations.ts";
import { levelsReplySchema } from "#wire/messages.ts";
import { overviewReplySchema } from "#wire/overview.ts";
import { START, type HubScene, closeMinute, isRealised, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";

const BTC: InstrumentId = "binance:BTCUSDT";
const SECOND_BTC: InstrumentId = "second:BTCUSDT";

let scene: HubScene;
let hub: Hub;
let app: FastifyInstance;

beforeAll(async () => {
  scene = await openScene({ coins: ["BTC", "ETH"], depthMs: asMs(26 * HOUR_MS), fineDepthMs: HOUR_MS }, {}, [{ id: "second", coins: ["BTC"] }]);
  await untilLoaded(scene.hub);
  hub = combineHub(scene.hub, { clock: scene.clock, exchanges: ["binance", "second"] });
  app = await createApp({ hub, version: "1.2.3", webDir: undefined, apiKeys: [], onProblem: (_, problem) => expect.fail(problem) });
  for (const id of [BTC, SECOND_BTC]) hub.attend(id);
  const prints = [BTC, SECOND_BTC].map((id) => nextUpdate(hub, (update): update is HubUpdate => isRealised(update) && update.market === id));
  const print = (id: InstrumentId, beforeMs: number, positionSide: "long" | "short", size: number) =>
    ({ kind: "liquidation", instrument: id, time: asMs(START - beforeMs), positionSide, price: 60_000, size }) as const;
  scene.peers[0].emit([print(BTC, 20_000, "long", 1), print(BTC, 10_000, "short", 2)]);
  scene.peers[1].emit([print(SECOND_BTC, 15_000, "long", 3)]);
  closeMinute(scene, START / MINUTE_MS);
  await Promise.all(prints);
});
afterAll(async () => {
  await app.close();
  await hub.stop();
  await scene.close();
});

test("the overview has a line for every coin, of its widest market, with what stands near its price", async () => {
  const { rows, within, intervalMs } = overviewReplySchema.parse((await app.inject("/v1/overview")).json());
  expect(rows.map(({ coin, market }) => [coin, market])).toEqual([
    ["BTC", "all:BTC"],
    ["ETH", "binance:ETHUSDT"],
  ]);
  expect([within, intervalMs]).toEqual([0.05, 1_800_000]);
  for (const row of rows) {
    const [exchange, symbol] = row.market.split(":");
    const { mark, levels } = levelsReplySchema.parse((await app.inject(`/v1/markets/${exchange}/${symbol}/levels?reach=0.2`)).json());
    const longUsd = levels.reduce((sum, level) => sum + (level.price < mark && level.price > mark * 0.95 ? level.longUsd : 0), 0);
    expect((row.longUsd ?? 0) / longUsd).toBeCloseTo(1, 1);
    expect(row.prices.filter((price) => price !== null).length).toBeGreaterThan(40);
    expect(row.prices.at(-2)).not.toBeNull();
    expect(row.openInterestChange24h).not.toBeNull();
    if (row.below) expect(row.below.high).toBeLessThan(mark * 1.001);
    if (row.above) expect(row.above.low).toBeGreaterThan(mark * 0.999);
  }
});

test("prints come newest first, of every member, with who printed them", async () => {
  const prints = async (path: string) => liquidationsReplySchema.parse((await app.inject(`/v1/markets/${path}`)).json());
  const all = await prints("all/BTC/liquidations");
  expect(all.prints.map(({ time, market, positionSide, usd }) => [START - time, market, positionSide, usd])).toEqual([
    [10_000, BTC, "short", 120_000],
    [15_000, SECOND_BTC, "long", 180_000],
    [20_000, BTC, "long", 60_000],
  ]);
  expect((await prints("binance/BTCUSDT/liquidations?limit=1")).prints).toMatchObject([{ positionSide: "short" }]);
  expect((await prints("all/BTC/liquidations?minUsd=150000")).prints).toMatchObject([{ market: SECOND_BTC }]);
  expect((await prints("all/BTC/liquidations?side=long")).prints).toHaveLength(2);
  expect((await prints(`all/BTC/liquidations?to=${START - 15_000}`)).prints.map(({ time }) => START - time)).toEqual([15_000, 20_000]);
  const reversed = await app.inject("/v1/markets/all/BTC/liquidations?from=20&to=10");
  expect([reversed.statusCode, reversed.json<{ detail: string }>().detail]).toEqual([400, "from: 20 is after to: 10"]);
});
