import { LRUCache } from "lru-cache";
import { type AgeBand, lookBackColumns } from "#core/age-band.ts";
import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { COLUMN_STATE, type HeatSeries, type HeatTile, TILE_COLUMNS, parseTile, tilePayload, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import { tileOfBand } from "#insight/age-bands.ts";
import { type LeastStanding, leastStanding } from "#insight/least-standing.ts";
import type { TileRow } from "#insight/past-columns.ts";
import type { Hub, TileAsked } from "#pipeline/hub.ts";
import { settledOrRecent } from "#pipeline/remembered.ts";
import type { StoredTile } from "#storage/store.ts";
import { gunzipTile, gzipTile } from "#storage/tile-gzip.ts";

/** Parts of the map by age, made from stored columns when they are asked for. */
export interface AgeDesk {
  /** The part of a tile that a band keeps; sealed when everything that it was made of is. Undefined when there is no such tile. */
  tile(market: InstrumentId, at: TileAsked, band: AgeBand): Promise<StoredTile | undefined>;
  /** What a forming column and its book are compared with, within the reach of the level from `mark`. */
  least(market: InstrumentId, of: LeastAsked): Promise<LeastStanding>;
}

export interface LeastAsked extends HeatSeries {
  readonly column: number;
  readonly mark: number;
  readonly band: AgeBand;
}

const TILES_KEPT = 64;
const LEAST_KEPT = 32;
/** What may still change is made anew after this. */
const UNSETTLED_MS = 5_000;

/** Remembers a little of what it made: many pages ask for the same. */
export function createAgeDesk(hub: Pick<Hub, "tile">): AgeDesk {
  const tiles = new LRUCache<string, Promise<StoredTile | undefined>>({ max: TILES_KEPT, ttl: UNSETTLED_MS });
  const leasts = new LRUCache<string, Promise<SettledLeast>>({ max: LEAST_KEPT, ttl: UNSETTLED_MS });

  return {
    tile(market, at, band) {
      const key = [market, at.layer, at.level, at.x, at.y, at.member, band].join(" ");
      return settledOrRecent(tiles, key, { make: () => bandTile(hub, market, { at, band }), isSettled: (tile) => tile?.sealed === true });
    },
    async least(market, asked) {
      const { layer, level, column, mark, band } = asked;
      const ys = yOfReach(level, mark);
      const key = [market, layer, level, column, band, ys.join("/")].join(" ");
      const made = await settledOrRecent(leasts, key, { make: () => leastOf(hub, market, { ...asked, ys }), isSettled: ({ settled }) => settled });
      return made.least;
    },
  };
}

async function bandTile(hub: Pick<Hub, "tile">, market: InstrumentId, { at, band }: { at: TileAsked; band: AgeBand }): Promise<StoredTile | undefined> {
  const lookBack = lookBackColumns(HEAT_LEVELS[at.level], band);
  const { row, sealed } = await tileRow(hub, market, { ...at, fromX: tileXOfColumn(at.x * TILE_COLUMNS - lookBack), toX: at.x });
  const tile = tileOfBand(row, at.x, { band, lookBack });
  return tile && { gzip: await gzipTile(tilePayload(tile)), sealed };
}

interface SettledLeast {
  readonly least: LeastStanding;
  /** The column before is final: no later one changes what was the least. */
  readonly settled: boolean;
}

async function leastOf(hub: Pick<Hub, "tile">, market: InstrumentId, { ys, ...asked }: LeastAsked & { ys: readonly number[] }): Promise<SettledLeast> {
  const { layer, level, column, band } = asked;
  const from = column - lookBackColumns(HEAT_LEVELS[level], band);
  const rows = new Map<number, TileRow>();
  for (const y of ys) rows.set(y, (await tileRow(hub, market, { layer, level, y, fromX: tileXOfColumn(from), toX: tileXOfColumn(column - 1) })).row);
  const before = column - 1;
  const settled = [...rows.values()].some(
    (row) => row.get(tileXOfColumn(before))?.states[before - tileXOfColumn(before) * TILE_COLUMNS] === COLUMN_STATE.final,
  );
  return { least: leastStanding(rows, { level, from, to: column }), settled };
}

function yOfReach(level: number, mark: number): readonly number[] {
  const detail = HEAT_LEVELS[level];
  const yOf = (price: number) => tileYOfCell(cellOfRow(detail, rowOf(price)));
  const lowest = yOf(mark * (1 - detail.reach));
  return Array.from({ length: yOf(mark * (1 + detail.reach)) - lowest + 1 }, (_, index) => lowest + index);
}

interface RowAsked extends HeatSeries {
  readonly y: number;
  readonly member?: InstrumentId | undefined;
  /** Tiles, both ends included. */
  readonly fromX: number;
  readonly toX: number;
}

async function tileRow(
  hub: Pick<Hub, "tile">,
  market: InstrumentId,
  { layer, level, y, member, fromX, toX }: RowAsked,
): Promise<{ row: TileRow; sealed: boolean }> {
  const row = new Map<number, HeatTile>();
  let sealed = true;
  for (let x = fromX; x <= toX; x++) {
    const stored = await hub.tile(market, { layer, level, x, y, member });
    if (stored === undefined) continue;
    sealed &&= stored.sealed;
    row.set(x, parseTile(await gunzipTile(stored.gzip), layer));
  }
  return { row, sealed };
}
