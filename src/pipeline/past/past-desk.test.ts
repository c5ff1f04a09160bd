import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "#core/heat-levels.ts";
import { COLUMN_STATE, type HeatTile, type TilePlace, createTile, tilePayload, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { rowOf } from "#core/price-rows.ts";
import { DAY_MS, MINUTE_MS } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { gzipTile } from "#storage/tile-gzip.ts";
import { createPastDesk } from "./past-desk.ts";

const AT = 30 * DAY_MS + 5 * MINUTE_MS;
const MARK = 60_000;
const VIEW = {
  id: "a:B",
  contract: "linear",
  stepMs: MINUTE_MS,
  firstTime: 0,
  lastTime: AT,
  ready: true,
  holes: [],
  openInterestHoles: [],
  members: null,
  ending: null,
};

let now = 1_000;
beforeEach(() => void vi.spyOn(performance, "now").mockImplementation(() => now));
afterEach(() => void vi.restoreAllMocks());

/** What is remembered looks at the clock once a millisecond. */
async function pass(ms: number): Promise<void> {
  now += ms;
  await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A market whose tiles of the week before come when the test says so. */
function openHub() {
  const state = { isThere: false, backfill: "running" };
  const detail = HEAT_LEVELS[2];
  function tileAt(at: TilePlace): HeatTile | undefined {
    const isInReach = at.x === tileXOfColumn(columnIndexOf(detail, AT - DAY_MS)) && at.y === tileYOfCell(cellOfRow(detail, rowOf(MARK)));
    if (!state.isThere || !isInReach) return undefined;
    const tile = createTile({ ...at, layer: "modelled" });
    tile.states.fill(COLUMN_STATE.final);
    for (let i = 0; i < tile.bytes.length; i++) tile.bytes[i] = 40 + (i % 120);
    return tile;
  }
  const market = () => ({ ...VIEW, backfill: { state: state.backfill, progress: 0.5 } }) as unknown as MarketView;
  const hub = {
    source: "live",
    market,
    markets: () => [market()],
    async tile(_: string, at: TilePlace) {
      const tile = tileAt(at);
      return tile && { gzip: await gzipTile(tilePayload(tile)), sealed: true };
    },
    samples: async () => [],
    candles: async () => [],
    async *events() {
      yield [{ kind: "candle", price: "mark", openTime: AT - MINUTE_MS, intervalMs: MINUTE_MS, open: MARK, high: MARK, low: MARK, close: MARK }];
    },
  } as unknown as Hub;
  return { hub, state, market };
}

test("colours of then that were asked for before their history was there are asked for again", async () => {
  const { hub, state, market } = openHub();
  const desk = createPastDesk(hub);
  const rangeOf = async () => (await desk.at(AT).view(market())).heatRange;
  expect(await rangeOf()).toBeNull();
  state.isThere = true;
  await pass(6_000);
  expect((await rangeOf())?.high).toBeGreaterThan(0);
  state.backfill = "done";
  await pass(6_000);
  const whole = await rangeOf();
  state.isThere = false;
  await pass(3_600_000);
  expect(await rangeOf()).toEqual(whole);
});
