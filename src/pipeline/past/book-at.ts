import { LRUCache } from "lru-cache";
import { PLANE_COUNT, type StockSnapshot } from "#core/heat-column.ts";
import { HEAT_LEVELS, columnEnd, columnIndexOf } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, type TilePlace, parseTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { type InstrumentId, sizeOfUsd } from "#core/instrument.ts";
import type { StockLayer } from "#core/layer.ts";
import { rowOf } from "#core/price-rows.ts";
import type { Ms } from "#core/units.ts";
import { gunzipTile } from "#storage/tile-gzip.ts";
import { remembered } from "#pipeline/remembered.ts";
import type { PastHub } from "./hub-at.ts";

/** What stood of one layer at the end of the newest column that had ended by an instant. */
export interface PastBook<L extends StockLayer = StockLayer> {
  readonly layer: L;
  readonly snapshot: StockSnapshot;
}

export interface BookAsked<L extends StockLayer> {
  readonly layer: L;
  /** Within +- this fraction of the mark. */
  readonly reach: number;
  /** The price then. */
  readonly mark: number;
  readonly openInterestUsd: number;
}

/** Reads past books out of the stored columns. */
export interface BookShelf {
  /** Undefined when no column had ended by then. As exact as columns are: each value within +-3.5 %, cells as fine as their level's. */
  at<L extends StockLayer>(hub: PastHub, id: InstrumentId, asked: BookAsked<L>): Promise<PastBook<L> | undefined>;
}

/** Unpacked tiles are 0.66 MB each. */
const TILES_KEPT = 40;
/** Whoever plays a stretch reads the same tiles again and again; those that still grow are read anew before long. */
const KEPT_MS = 10_000;
/** A column reaches as far as its mark then; by the mark now a little less is sure. */
const SURE_OF_REACH = 0.97;

export function createBookShelf(): BookShelf {
  const tiles = new LRUCache<string, Promise<HeatTile | "none">>({ max: TILES_KEPT, ttl: KEPT_MS });

  function tileOf(hub: PastHub, id: InstrumentId, place: TilePlace): Promise<HeatTile | "none"> {
    return remembered(tiles, [id, place.layer, place.level, place.x, place.y].join(" "), () => read(hub, id, place));
  }

  /** The tiles that hold some rows of a column, if it is there and final. */
  async function columnTiles(hub: PastHub, id: InstrumentId, { layer, level, column, spans }: ColumnAsked): Promise<readonly HeatTile[]> {
    const yOf = (row: number) => tileYOfCell(Math.floor(row / HEAT_LEVELS[level].rowsPerCell));
    const ys = new Set<number>();
    for (const { low, high } of spans) for (let y = yOf(low); y <= yOf(high - 1); y++) ys.add(y);
    const tiles = await Promise.all([...ys].map((y) => tileOf(hub, id, { layer, level, x: tileXOfColumn(column), y })));
    return tiles.filter((tile) => tile !== "none").filter(({ x, states }) => states[column - x * TILE_COLUMNS] === COLUMN_STATE.final);
  }

  return {
    async at(hub, id, { layer, reach, mark, openInterestUsd }) {
      const whole = rowsWithin(mark, reach);
      const shape = { firstRow: rowOf(mark * (1 - reach)), rowCount: whole.high - whole.low };
      const usd = new Float32Array(PLANE_COUNT * shape.rowCount);
      let time: Ms | undefined;
      let filled: RowSpan = { low: Infinity, high: -Infinity };
      // The finest level is the newest, and reaches least far: what lies beyond is of coarser ones.
      for (let level = hub.market(id)?.finestLevel ?? 0; level < HEAT_LEVELS.length && !holds(filled, whole); level++) {
        const column = columnIndexOf(HEAT_LEVELS[level], hub.now()) - 1;
        const sure = rowsWithin(mark, Math.min(reach, HEAT_LEVELS[level].reach * SURE_OF_REACH));
        const spans = outside(filled, sure);
        const tiles = await columnTiles(hub, id, { layer, level, column, spans });
        if (tiles.length === 0) continue;
        time ??= columnEnd(HEAT_LEVELS[level], column);
        for (const span of spans) for (const tile of tiles) addRows(usd, shape, { tile, column, span });
        filled = { low: Math.min(filled.low, sure.low), high: Math.max(filled.high, sure.high) };
      }
      const contract = hub.market(id)?.contract ?? "linear";
      return time === undefined
        ? undefined
        : { layer, snapshot: { time, mark, openInterest: sizeOfUsd(contract, openInterestUsd, mark), openInterestUsd, ...shape, usd } };
    },
  };
}

/** Price rows [low, high). */
interface RowSpan {
  readonly low: number;
  readonly high: number;
}

interface ColumnAsked {
  readonly layer: StockLayer;
  readonly level: number;
  readonly column: number;
  readonly spans: readonly RowSpan[];
}

const rowsWithin = (mark: number, reach: number): RowSpan => ({ low: rowOf(mark * (1 - reach)), high: rowOf(mark * (1 + reach)) + 1 });
const holds = (outer: RowSpan, inner: RowSpan): boolean => outer.low <= inner.low && outer.high >= inner.high;

/** What of `wanted` lies below and above what is filled. */
function outside(filled: RowSpan, wanted: RowSpan): readonly RowSpan[] {
  if (filled.low > filled.high) return [wanted];
  return [
    { low: wanted.low, high: filled.low },
    { low: filled.high, high: wanted.high },
  ].filter(({ low, high }) => low < high);
}

async function read(hub: PastHub, id: InstrumentId, place: TilePlace): Promise<HeatTile | "none"> {
  const stored = await hub.tile(id, place);
  return stored ? parseTile(await gunzipTile(stored.gzip), place.layer) : "none";
}

interface Part {
  readonly tile: HeatTile;
  readonly column: number;
  /** What to write. */
  readonly span: RowSpan;
}

/** Spreads the cells of a tile's column evenly over their rows. */
function addRows(usd: Float32Array, { firstRow, rowCount }: Pick<StockSnapshot, "firstRow" | "rowCount">, { tile, column, span }: Part): void {
  const { rowsPerCell } = HEAT_LEVELS[tile.level];
  const x = column - tile.x * TILE_COLUMNS;
  const tileRow = tile.y * TILE_CELLS * rowsPerCell;
  const low = Math.max(span.low, tileRow, firstRow);
  const high = Math.min(span.high, tileRow + TILE_CELLS * rowsPerCell, firstRow + rowCount);
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    for (let row = low; row < high; row++) {
      const cell = Math.floor((row - tileRow) / rowsPerCell);
      const byte = tile.bytes[(plane * TILE_CELLS + cell) * TILE_COLUMNS + x];
      if (byte > 0) usd[plane * rowCount + row - firstRow] = usdOfDensity(DENSITY_OF_BYTE[byte], 1);
    }
  }
}
