import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { combineHub } from "#pipeline/combined/combining-hub.ts";
import type { Hub } from "#pipeline/hub.ts";
import { createApp } from "#server/app.ts";
import type { StatusMessage } from "#wire/health.ts";
import { BTC, START, type HubScene, closeMinute, isFinalBookOf, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";

const SECOND_BTC = "second:BTCUSDT";
const ALL_BTC = "all:BTC";
const MINUTE = START / MINUTE_MS;

let scene: HubScene;
let hub: Hub;
let app: FastifyInstance;

beforeEach(async () => {
  scene = await openScene({}, {}, [{ id: "second", coins: ["BTC"] }]);
  await untilLoaded(scene.hub);
  hub = combineHub(scene.hub, { clock: scene.clock, exchanges: ["binance", "second"] });
  app = await createApp({ hub, version: "1.2.3", webDir: undefined, apiKeys: [], onProblem: (_, problem) => expect.fail(problem) });
});
afterEach(async () => {
  await app.close();
  await hub.stop();
  await scene.close();
});

async function passMinutes(from: number, count: number): Promise<void> {
  for (let minute = MINUTE + from; minute < MINUTE + from + count; minute++) {
    const closed = nextUpdate(scene.hub, isFinalBookOf(SECOND_BTC));
    closeMinute(scene, minute);
    await closed;
  }
}
const standings = async (): Promise<readonly (readonly [string, string])[]> =>
  (await app.inject("/v1/status")).json<StatusMessage>().markets.map(({ market, standing }) => [market, standing]);
const figureOf = async (name: string, market: string): Promise<string | undefined> =>
  new RegExp(`^powderkeg_${name}\\{[^}]*market="${market}"\\} (.*)$`, "m").exec((await app.inject("/metrics")).body)?.[1];
const lastBar = async () => (await hub.candles(ALL_BTC, MINUTE_MS, { from: asMs(START), to: asMs(START + 60 * MINUTE_MS) })).at(-1)?.openTime;

test("an exchange that falls silent is said to be late, and the coin's price goes on with the next one", async () => {
  await passMinutes(0, 1);
  expect(hub.market(ALL_BTC)?.members?.[0].market).toBe(BTC);
  expect(await standings()).toEqual([
    [BTC, "fresh"],
    [SECOND_BTC, "fresh"],
  ]);
  scene.peer.cut = true;
  scene.peer.refusal = "nothing comes from here";
  await passMinutes(1, 4);
  // Groups are made anew once a second.
  scene.clock.advance(1_000);
  expect(hub.market(ALL_BTC)?.members?.[0].market).toBe(SECOND_BTC);
  expect(await lastBar()).toBe(START + 4 * MINUTE_MS);
  expect(await standings()).toEqual([
    [BTC, "late"],
    [SECOND_BTC, "fresh"],
  ]);
  expect([await figureOf("market_late", BTC), await figureOf("market_late", SECOND_BTC)]).toEqual(["1", "0"]);
});

test("what is told of an exchange that has fallen silent is as old as the last that came of it", async () => {
  await passMinutes(0, 1);
  scene.peer.cut = true;
  scene.peer.refusal = "nothing comes from here";
  await passMinutes(1, 6);
  for (const name of ["candles?interval=5m", "candles?interval=1h", "realised", "liquidations", "levels", "spread", "weights"]) {
    const stalenessOf = async (market: string) => (await app.inject(`/v1/markets/${market}/BTCUSDT/${name}`)).json<{ staleMs: number }>().staleMs / MINUTE_MS;
    // Six minutes passed; the first of them may have begun to form.
    expect([name, (await stalenessOf("binance")) > 4.5, (await stalenessOf("second")) < 0.5]).toEqual([name, true, true]);
  }
});

test("so is what the CoinGlass surface tells of it", async () => {
  await passMinutes(0, 1);
  scene.peer.cut = true;
  scene.peer.refusal = "nothing comes from here";
  await passMinutes(1, 6);
  const stalenessOf = async (path: string) => Number((await app.inject(`/api/futures/${path}`)).headers["x-powderkeg-stale-ms"]) / MINUTE_MS;
  for (const [path, isOld] of [
    ["price/history?exchange=binance&symbol=BTCUSDT&interval=1m&limit=1", true],
    ["price/history?exchange=Second&symbol=BTCUSDT&interval=1m&limit=1", false],
    ["liquidation/coin-list?exchange=Binance", true],
    ["liquidation/order?exchange=Binance&symbol=BTC&min_liquidation_amount=0", true],
    ["liquidation/aggregated-history?exchange_list=Binance&symbol=BTC&interval=1h", true],
    ["liquidation/aggregated-history?exchange_list=Binance,second&symbol=BTC&interval=1h", false],
    ["open-interest/exchange-list?symbol=BTC", false],
    ["supported-coins", false],
  ] as const) {
    expect([path, (await stalenessOf(path)) > 4.5]).toEqual([path, isOld]);
  }
});

test("one that is delisted ends, and is not late", async () => {
  scene.peer.coins = ["ETH", "SOL"];
  const ended = nextUpdate(scene.hub, (update): update is typeof update => update.kind === "market" && update.market.ending?.isOver === true);
  await passMinutes(0, 25);
  await ended;
  expect(await standings()).toEqual([
    [BTC, "ended"],
    [SECOND_BTC, "fresh"],
  ]);
  expect(hub.market(ALL_BTC)?.members?.[0].market).toBe(SECOND_BTC);
  expect(await figureOf("market_late", BTC)).toBe("0");
});
