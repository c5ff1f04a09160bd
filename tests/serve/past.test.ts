import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS, cellOfRow, columnEnd, columnIndexOf } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { TILE_CELLS, TILE_COLUMNS, parseTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { LONG } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { combineHub } from "#pipeline/combined/combining-hub.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import { createApp } from "#server/app.ts";
import { gunzipTile } from "#storage/tile-gzip.ts";
import { parseFrame } from "#wire/frames.ts";
import { liquidationsReplySchema } from "#wire/liquidations.ts";
import { candlesReplySchema, levelsReplySchema, marketsReplySchema, realisedReplySchema, seriesReplySchema } from "#wire/messages.ts";
import { overviewReplySchema } from "#wire/overview.ts";
import { START, type HubScene, closeMinute, isFinalBookOf, isRealised, nextUpdate, openScene, untilLoaded } from "./hub-scene.ts";
import { instrumentOf, priceAtMinute, barOf } from "./peer-exchange.ts";

const BTC: InstrumentId = "binance:BTCUSDT";
const SECOND_BTC: InstrumentId = "second:BTCUSDT";
/** Minutes before START at which a liquidation of so many dollars printed. */
const PRINTS = [
  { minutesAgo: 31.3, usd: 120_000 },
  { minutesAgo: 12.7, usd: 60_000 },
  { minutesAgo: 12.2, usd: 90_000 },
] as const;

let scene: HubScene;
let hub: Hub;
let app: FastifyInstance;

beforeAll(async () => {
  scene = await openScene({ coins: ["BTC", "ETH"], depthMs: asMs(26 * HOUR_MS), fineDepthMs: 6 * HOUR_MS }, {}, [{ id: "second", coins: ["BTC"] }]);
  await untilLoaded(scene.hub);
  hub = combineHub(scene.hub, { clock: scene.clock, exchanges: ["binance", "second"] });
  app = await createApp({ hub, version: "1.2.3", webDir: undefined, apiKeys: [], onProblem: (_, problem) => expect.fail(problem) });
  for (const id of [BTC, SECOND_BTC]) hub.attend(id);
  const printed = nextUpdate(hub, (update): update is HubUpdate => isRealised(update) && update.market === BTC);
  scene.peers[0].emit(
    PRINTS.map(({ minutesAgo, usd }) => ({
      kind: "liquidation",
      instrument: BTC,
      time: asMs(START - minutesAgo * MINUTE_MS),
      positionSide: "long",
      price: 60_000,
      size: usd / 60_000,
    })),
  );
  const closed = nextUpdate(hub, isFinalBookOf(BTC));
  closeMinute(scene, START / MINUTE_MS);
  await Promise.all([printed, closed]);
});
afterAll(async () => {
  await app.close();
  await hub.stop();
  await scene.close();
});

const get = async (path: string): Promise<unknown> => (await app.inject(path)).json();
const usdPrintedBy = (at: number): number => PRINTS.reduce((sum, { minutesAgo, usd }) => sum + (START - minutesAgo * MINUTE_MS < at ? usd : 0), 0);

test("whatever the instant, nothing in any reply is of a later time, and what had happened by then is there", async () => {
  const minutesAgo = fc.integer({ min: 1, max: 5 * 60 });
  await fc.assert(
    fc.asyncProperty(minutesAgo, fc.constantFrom("binance/BTCUSDT", "all/BTC"), fc.constantFrom("5m", "30m", "1h"), async (ago, market, interval) => {
      const at = START - ago * MINUTE_MS;
      const minute = at / MINUTE_MS;
      const base = `/v1/markets/${market}`;
      // The end of the day before it is the start of what is stored: an hour's bars are enough here.
      const query = `interval=${interval}&from=${at - 3 * HOUR_MS}&at=${at}`;

      const { candles, intervalMs } = candlesReplySchema.parse(await get(`${base}/candles?${query}`));
      const [openTime, open, high, , close] = candles.at(-1)!;
      const minutes = Array.from({ length: minute - openTime / MINUTE_MS }, (_, i) => barOf(instrumentOf("BTC"), openTime / MINUTE_MS + i));
      expect(openTime).toBe(Math.floor((at - 1) / intervalMs) * intervalMs);
      expect([open, high, close]).toEqual([minutes[0].open, Math.max(...minutes.map((bar) => bar.high)), priceAtMinute(minute)]);

      const series = seriesReplySchema.parse(await get(`${base}/series?${query}`));
      expect(series.from + (series.price.length - 1) * series.intervalMs).toBeLessThan(at);
      expect(series.price.at(-1)).toBe(priceAtMinute(minute));

      const { prints } = liquidationsReplySchema.parse(await get(`${base}/liquidations?at=${at}`));
      expect(prints.every(({ time }) => time < at)).toBe(true);
      expect(prints.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(usdPrintedBy(at), 0);
      const { totals, cells } = realisedReplySchema.parse(await get(`${base}/realised?level=2&from=${at - 6 * HOUR_MS}&at=${at}`));
      expect(totals.longUsd).toBeCloseTo(usdPrintedBy(at), -1);
      expect(cells.every(([time]) => time < at)).toBe(true);

      const levels = levelsReplySchema.parse(await get(`${base}/levels?at=${at}`));
      expect([levels.time, levels.asOf, levels.mark]).toEqual([at, at, priceAtMinute(minute)]);
      expect(levels.levels.length).toBeGreaterThan(50);

      const { markets } = marketsReplySchema.parse(await get(`/v1/markets?at=${at}`));
      for (const { id, mark, lastTime, members } of markets) {
        expect([id, mark, lastTime]).toEqual([id, priceAtMinute(minute), at]);
        for (const member of members ?? []) expect(member.lastTime).toBe(at);
      }
      const { rows, asOf } = overviewReplySchema.parse(await get(`/v1/overview?at=${at}`));
      expect(asOf).toBe(at);
      for (const row of rows) {
        expect([row.mark, row.asOf]).toEqual([priceAtMinute(minute), at]);
        expect(row.prices.findLast((price) => price !== null)).toBe(priceAtMinute(minute));
      }
    }),
    { numRuns: 25 },
  );
});

test("what comes later changes nothing of what was known before", async () => {
  const at = START - 20 * MINUTE_MS;
  const paths = ["/v1/markets", "/v1/overview", ...["candles", "series", "liquidations", "realised", "levels"].map((name) => `/v1/markets/all/BTC/${name}`)];
  const ask = () => Promise.all(paths.map((path) => get(`${path}?at=${at}`)));
  const before = await ask();
  const heard = nextUpdate(hub, (update): update is HubUpdate => isRealised(update) && update.market === SECOND_BTC);
  scene.peers[1].emit([{ kind: "liquidation", instrument: SECOND_BTC, time: asMs(START + 70_000), positionSide: "short", price: 99_000, size: 50 }]);
  closeMinute(scene, START / MINUTE_MS + 1);
  await heard;
  expect(await ask()).toEqual(before);
});

test("levels of an instant are those of the stored column that had just ended", async () => {
  const at = START - 7 * MINUTE_MS;
  const detail = HEAT_LEVELS[0];
  const column = columnIndexOf(detail, at) - 1;
  expect(columnEnd(detail, column)).toBe(at);
  const { rawPayload } = await app.inject(`/v1/markets/binance/BTCUSDT/levels/grid?at=${at}&rowsPerCell=${detail.rowsPerCell}&reach=0.1`);
  const frame = parseFrame(new Uint8Array(rawPayload).buffer);
  if (frame.kind !== "levels" || !frame.full) throw new Error("no whole levels frame");
  const { grid } = frame;
  expect([grid.time, grid.layer]).toEqual([at, "modelled"]);
  const y = tileYOfCell(cellOfRow(detail, rowOf(priceAtMinute(at / MINUTE_MS) * 0.98)));
  const stored = await hub.tile(BTC, { layer: "modelled", level: 0, x: tileXOfColumn(column), y });
  const tile = parseTile(await gunzipTile(stored!.gzip), "modelled");
  let compared = 0;
  for (let cell = Math.max(y * TILE_CELLS, grid.firstCell); cell < (y + 1) * TILE_CELLS; cell++) {
    for (let tier = 0; tier < TIERS.length; tier++) {
      const byte = tile.bytes[(planeOf(LONG, tier) * TILE_CELLS + cell - y * TILE_CELLS) * TILE_COLUMNS + (column % TILE_COLUMNS)];
      const shown = grid.usd[planeOf(LONG, tier) * grid.cellCount + cell - grid.firstCell];
      expect(shown / (usdOfDensity(DENSITY_OF_BYTE[byte], detail.rowsPerCell) || 1)).toBeCloseTo(byte > 0 ? 1 : 0, 3);
      compared += byte > 0 ? 1 : 0;
    }
  }
  expect(compared).toBeGreaterThan(20);
});

test("an instant that has not come, and one before anything was stored, are refused in words", async () => {
  const refusal = async (path: string) => {
    const reply = await app.inject(path);
    return [reply.statusCode, reply.json<{ detail: string }>().detail];
  };
  expect(await refusal(`/v1/markets?at=${START + HOUR_MS}`)).toEqual([400, expect.stringContaining("has not come yet")]);
  expect(await refusal(`/v1/markets/binance/BTCUSDT/levels?at=${START - 90 * HOUR_MS}`)).toEqual([
    404,
    expect.stringContaining("has no map at 2026-02-27 16:00"),
  ]);
  expect(await refusal("/v1/overview?at=noon")).toEqual([400, "at: epoch ms"]);
});
