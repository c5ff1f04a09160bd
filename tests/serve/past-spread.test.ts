import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { InstrumentId } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { combineHub } from "#pipeline/combined/combining-hub.ts";
import type { Hub } from "#pipeline/hub.ts";
import { createApp } from "#server/app.ts";
import { levelsReplySchema, spreadReplySchema } from "#wire/messages.ts";
import { START, type HubScene, closeMinute, isFinalBookOf, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";

const BTC: InstrumentId = "binance:BTCUSDT";
const DEPTH_MS = 26 * HOUR_MS;

let scene: HubScene;
let hub: Hub;
let app: FastifyInstance;

beforeAll(async () => {
  scene = await openScene({ coins: ["BTC"], depthMs: asMs(DEPTH_MS), fineDepthMs: 6 * HOUR_MS }, {}, [{ id: "second", coins: ["BTC"] }]);
  await untilLoaded(scene.hub);
  hub = combineHub(scene.hub, { clock: scene.clock, exchanges: ["binance", "second"] });
  app = await createApp({ hub, version: "1.2.3", webDir: undefined, apiKeys: [], onProblem: (_, problem) => expect.fail(problem) });
});
afterAll(async () => {
  await app.close();
  await hub.stop();
  await scene.close();
});

const spreadOf = async (market: string, at?: number) =>
  spreadReplySchema.parse((await app.inject(`/v1/markets/${market}/spread${at === undefined ? "" : `?at=${at}`}`)).json());

test.each(["binance/BTCUSDT", "all/BTC"])("what the map of %s might be wrong by is told of an earlier instant as it was of then", async (market) => {
  const now = await spreadOf(market);
  const then = await spreadOf(market, START);
  if (now.spread === null || then.spread === null) throw new Error("both are known");
  expect([then.asOf, then.mark]).toEqual([now.asOf, now.mark]);
  const offset = now.spread.firstBin - then.spread.firstBin;
  expect(then.spread.lean).toBeCloseTo(now.spread.lean, 9);
  // Those of two hours before stand in: they follow hours of prints.
  const kept = then.spread.longVariance;
  const off = now.spread.longVariance.flatMap((variance, bin) => (kept[bin + offset] === undefined ? [] : Math.abs(Math.log(kept[bin + offset] / variance))));
  expect(off.length).toBeGreaterThan(400);
  off.sort((a, b) => a - b);
  expect([off[off.length >> 1] < 0.03, off[Math.floor(off.length * 0.9)] < 0.1]).toEqual([true, true]);
});

test("between two that were kept the older one goes with price, and it stays what it was when more has become known", async () => {
  const at = START - HOUR_MS - 13 * MINUTE_MS;
  const before = await spreadOf("binance/BTCUSDT", at);
  // START is ten o'clock: what was kept at eight is the last of then.
  const kept = await spreadOf("binance/BTCUSDT", START - 2 * HOUR_MS);
  if (before.spread === null || kept.spread === null) throw new Error("both are known");
  expect(before.spread.longVariance).toEqual(expect.arrayContaining([...new Set(kept.spread.longVariance.slice(5, -5))]));
  const bins = (rowOf(before.mark) - rowOf(kept.mark)) / before.spread.rowsPerBin;
  expect(Math.abs(before.spread.firstBin - kept.spread.firstBin - bins)).toBeLessThanOrEqual(2);
  const closed = nextUpdate(hub, isFinalBookOf(BTC));
  closeMinute(scene, START / MINUTE_MS);
  await closed;
  expect(await spreadOf("binance/BTCUSDT", at)).toEqual(before);
});

test("levels of an instant have their bands around the very dollars that stood there", async () => {
  const levels = levelsReplySchema.parse((await app.inject(`/v1/markets/all/BTC/levels?at=${START - 90 * MINUTE_MS}&rowsPerCell=10&reach=0.1`)).json());
  expect(levels.spread).not.toBeNull();
  expect(levels.bands.map(({ price }) => price)).toEqual(levels.levels.map(({ price }) => price));
  for (const [at, band] of levels.bands.entries())
    expect(band.longUsd / (levels.levels[at].longUsd || 1)).toBeCloseTo(levels.levels[at].longUsd > 0 ? 1 : 0, 4);
});
