import { gunzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AGE_BAND_NAMES, lookBackColumns } from "#core/age-band.ts";
import { PLANE_COUNT } from "#core/heat-column.ts";
import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE } from "#core/heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, parseTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { rowOf } from "#core/price-rows.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { createAgeDesk } from "#server/age-desk.ts";
import { createApp } from "#server/app.ts";
import { openChannel } from "#server/v1/stream-channel.ts";
import { parseFrame } from "#wire/frames.ts";
import { levelsReplySchema, problemSchema } from "#wire/messages.ts";
import { BTC, START, type HubScene, openScene, untilLoaded } from "./hub-scene.ts";
import { priceAtMinute } from "./peer-exchange.ts";

const BASE = "/v1/markets/binance/BTCUSDT";
const LEVEL = 1;
const NEWEST = START / HEAT_LEVELS[LEVEL].columnMs - 1;

let scene: HubScene;
let app: FastifyInstance;
beforeAll(async () => {
  scene = await openScene({ depthMs: asMs(12 * HOUR_MS), fineDepthMs: 12 * HOUR_MS });
  await untilLoaded(scene.hub);
  app = await createApp({ hub: scene.hub, version: "1", webDir: undefined, apiKeys: [], onProblem: () => undefined });
});
afterAll(async () => {
  await app.close();
  await scene.close();
});

const Y = tileYOfCell(cellOfRow(HEAT_LEVELS[LEVEL], rowOf(priceAtMinute(START / MINUTE_MS))));

async function tileOf(x: number, age?: string): Promise<HeatTile | undefined> {
  const reply = await app.inject(`${BASE}/tiles/${LEVEL}/${x}/${Y}${age ? `?age=${age}` : ""}`);
  if (reply.statusCode === 204) return undefined;
  expect(reply.headers["x-powderkeg-age"]).toBe(age);
  const payload = reply.headers["content-encoding"] === "gzip" ? gunzipSync(reply.rawPayload) : reply.rawPayload;
  return parseTile(new Uint8Array(payload), "modelled");
}

const densitiesOf = (tile: HeatTile, column: number): number[] =>
  Array.from({ length: PLANE_COUNT * TILE_CELLS }, (_, at) => DENSITY_OF_BYTE[tile.bytes[at * TILE_COLUMNS + (column % TILE_COLUMNS)]]);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test("a tile by age holds no more than the whole, and what is new and what is old make the whole", async () => {
  const x = tileXOfColumn(NEWEST);
  const [whole, recent, added, stood] = await Promise.all([tileOf(x), ...AGE_BAND_NAMES.map((age) => tileOf(x, age))]);
  if (!whole || !recent || !added || !stood) throw new Error("a tile is missing");
  expect(recent.states).toEqual(whole.states);
  expect(whole.states[NEWEST % TILE_COLUMNS]).toBe(COLUMN_STATE.final);
  const all = densitiesOf(whole, NEWEST);
  const fresh = densitiesOf(recent, NEWEST);
  const day = densitiesOf(added, NEWEST);
  const old = densitiesOf(stood, NEWEST);
  expect(sum(fresh)).toBeGreaterThan(0);
  expect(sum(old)).toBeGreaterThan(0);
  // What is new within 90 minutes is new within 24 hours, to the rounding of a byte.
  fresh.forEach((density, at) => expect(density).toBeLessThanOrEqual(day[at] * 1.08 + 1));
  all.forEach((density, at) => expect(Math.abs(day[at] + old[at] - density)).toBeLessThanOrEqual(0.08 * density + 210));
});

test("levels by age agree with the newest tile, and say which age they are of", async () => {
  const whole = levelsReplySchema.parse((await app.inject(`${BASE}/levels`)).json());
  expect(whole.age).toBeNull();
  const [fresh, day, old] = await Promise.all(
    AGE_BAND_NAMES.map(async (age) => levelsReplySchema.parse((await app.inject(`${BASE}/levels?age=${age}`)).json())),
  );
  expect([fresh.age, day.age, old.age]).toEqual(AGE_BAND_NAMES);
  const usdOf = ({ levels }: typeof whole) => sum(levels.map(({ longUsd, shortUsd }) => longUsd + shortUsd));
  expect(usdOf(fresh)).toBeGreaterThan(0);
  expect(usdOf(fresh)).toBeLessThanOrEqual(usdOf(day) * 1.01);
  expect((usdOf(day) + usdOf(old)) / usdOf(whole)).toBeCloseTo(1, 6);
});

test("over the stream: columns and levels of an age, the same as its tile", async () => {
  const frames: ReturnType<typeof parseFrame>[] = [];
  let heard = () => undefined as void;
  const both = new Promise<void>((resolve) => (heard = () => frames.length === 2 && resolve()));
  const channel = openChannel({
    hub: scene.hub,
    ages: createAgeDesk(scene.hub),
    number: 1,
    market: BTC,
    level: LEVEL,
    age: "new-90m",
    sendBinary(frame) {
      frames.push(parseFrame(frame.slice().buffer));
      heard();
    },
    sendText: () => undefined,
    congested: () => false,
  });
  if (typeof channel === "string") throw new Error(channel);
  channel.showNow();
  await both;
  const [column, levels] = frames;
  if (column.kind !== "column" || levels.kind !== "levels" || !levels.full) throw new Error("other frames than expected");
  expect(column.column).toMatchObject({ column: NEWEST, provisional: false });
  const tile = await tileOf(tileXOfColumn(NEWEST), "new-90m");
  const { firstCell, cellCount, bytes } = column.column;
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    for (let cell = 0; cell < TILE_CELLS; cell++) {
      const at = Y * TILE_CELLS + cell - firstCell;
      const inTile = tile?.bytes[(plane * TILE_CELLS + cell) * TILE_COLUMNS + (NEWEST % TILE_COLUMNS)];
      expect(inTile).toBe(at >= 0 && at < cellCount ? bytes[plane * cellCount + at] : 0);
    }
  }
  expect(levels.grid.usd.some((usd) => usd > 0)).toBe(true);
});

test("an age that is none is refused with those that are", async () => {
  for (const path of [`${BASE}/tiles/1/0/0?age=old`, `${BASE}/levels?age=90`]) {
    const reply = await app.inject(path);
    expect(reply.statusCode).toBe(400);
    expect(problemSchema.parse(reply.json()).detail).toContain(AGE_BAND_NAMES.join(", "));
  }
});

test("the look-back of every level and age fits what a cell's search holds", () => {
  for (const level of HEAT_LEVELS) for (const band of AGE_BAND_NAMES) expect(lookBackColumns(level, band) + TILE_COLUMNS).toBeLessThan(1 << 14);
});
