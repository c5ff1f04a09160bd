import { type AgeBand, type AgePart, AGE_BANDS } from "#core/age-band.ts";
import { type HeatColumn, PLANE_COUNT } from "#core/heat-column.ts";
import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, HEAT_STEP, encodeDensity, usdOfDensity } from "#core/heat-scale.ts";
import { type HeatTile, TILE_CELLS, TILE_COLUMNS, createTile } from "#core/heat-tile.ts";
import type { StockLayer } from "#core/layer.ts";
import type { StandingLevels } from "./clusters.ts";
import { type LeastStanding, NOT_SEEN, leastAt } from "./least-standing.ts";
import { type PastColumns, type TileRow, reaches, readPast } from "./past-columns.ts";

/**
 * The part of tile `x` that a band of age keeps, each column against the `lookBack` columns before it. Where none of those reaches, nothing is
 * new. Undefined when there is no such tile.
 */
export function tileOfBand<L extends StockLayer>(
  row: TileRow<L>,
  x: number,
  { band, lookBack }: { readonly band: AgeBand; readonly lookBack: number },
): HeatTile<L> | undefined {
  const tile = row.get(x);
  if (tile === undefined) return undefined;
  const kept = createTile(tile);
  kept.states.set(tile.states);
  const past = readPast(row, { first: x * TILE_COLUMNS - lookBack, count: lookBack + TILE_COLUMNS });
  const table = BYTES_KEPT[AGE_BANDS[band].part];
  const series = new Uint8Array(past.count);
  const least = new Int16Array(TILE_COLUMNS);
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    for (let cell = 0; cell < TILE_CELLS; cell++) {
      const at = (plane * TILE_CELLS + cell) * TILE_COLUMNS;
      const now = tile.bytes.subarray(at, at + TILE_COLUMNS);
      if (!now.some(isHeld)) continue;
      readSeries(row, { at, first: past.first }, series);
      slideLeast({ series, past, plane, cell, lookBack }, least);
      for (let column = 0; column < TILE_COLUMNS; column++) kept.bytes[at + column] = byteKept(table, now[column], least[column]);
    }
  }
  return kept;
}

const isHeld = (byte: number): boolean => byte > 0;

/** The bytes of one cell over a stretch of columns that begins at `first`; zero where there is no tile. */
function readSeries(row: TileRow, { at, first }: { readonly at: number; readonly first: number }, into: Uint8Array): void {
  into.fill(0);
  for (const { x, bytes } of row.values()) {
    const offset = x * TILE_COLUMNS - first;
    const from = Math.max(0, -offset);
    const to = Math.min(TILE_COLUMNS, into.length - offset);
    if (to > from) into.set(bytes.subarray(at + from, at + to), offset + from);
  }
}

/** Indices whose bytes rise, so that the first is the least in sight: each index enters and leaves once. */
const rising = new Int32Array(1 << 14);

interface CellSeries {
  readonly series: Uint8Array;
  readonly past: PastColumns;
  readonly plane: number;
  readonly cell: number;
  readonly lookBack: number;
}

function slideLeast({ series, past, plane, cell, lookBack }: CellSeries, into: Int16Array): void {
  let head = 0;
  let tail = 0;
  for (let index = 0; index < series.length; index++) {
    if (tail > head && rising[head] < index - lookBack) head++;
    if (index >= lookBack) into[index - lookBack] = tail > head ? series[rising[head]] : NOT_SEEN;
    if (!reaches(past, index, plane, cell)) continue;
    while (tail > head && series[rising[tail - 1]] >= series[index]) tail--;
    rising[tail++] = index;
  }
}

/** The part of a column that a band keeps. */
export function columnOfBand<L extends StockLayer>(column: HeatColumn<L>, least: LeastStanding, band: AgeBand): HeatColumn<L> {
  const table = BYTES_KEPT[AGE_BANDS[band].part];
  const { firstCell, cellCount } = column;
  const bytes = column.bytes.map((now, index) => {
    const plane = Math.floor(index / cellCount);
    return now === 0 ? 0 : byteKept(table, now, leastAt(least, plane, firstCell + index - plane * cellCount));
  });
  return { ...column, bytes };
}

/** The part of a book that a band keeps, in USD. Cells that are not as high as those of the columns are compared with what their rows held there. */
export function levelsOfBand<Levels extends StandingLevels & { readonly usd: Float32Array }>(levels: Levels, least: LeastStanding, band: AgeBand): Levels {
  const { cellCount, firstCell, rowsPerCell } = levels;
  const { part } = AGE_BANDS[band];
  const usd = levels.usd.map((now, index) => {
    if (now === 0) return 0;
    const plane = Math.floor(index / cellCount);
    const before = usdBefore(least, { plane, firstRow: (firstCell + index - plane * cellCount) * rowsPerCell, rowsPerCell });
    const stood = before === undefined || now <= before * ROUNDING ? now : before;
    return part === "stood" ? stood : now - stood;
  });
  return { ...levels, usd };
}

function usdBefore(least: LeastStanding, of: { readonly plane: number; readonly firstRow: number; readonly rowsPerCell: number }): number | undefined {
  let usd = 0;
  for (let row = of.firstRow; row < of.firstRow + of.rowsPerCell; row++) {
    const byte = leastAt(least, of.plane, cellOfRow(HEAT_LEVELS[least.level], row));
    if (byte === NOT_SEEN) return undefined;
    usd += usdOfDensity(DENSITY_OF_BYTE[byte], 1);
  }
  return usd;
}

/** A difference within the rounding of stored columns, a byte either way, is none. */
const ROUNDING = HEAT_STEP ** 1.5;

const BYTES_KEPT: Readonly<Record<AgePart, Uint8Array>> = { added: bytesKept("added"), stood: bytesKept("stood") };

/** Bytes kept, [now][least before]. */
function bytesKept(part: AgePart): Uint8Array {
  return Uint8Array.from({ length: 256 * 256 }, (_, index) => {
    const now = index >> 8;
    const least = index & 255;
    if (now <= least + 1) return part === "stood" ? now : 0;
    return part === "stood" ? least : encodeDensity(DENSITY_OF_BYTE[now] - DENSITY_OF_BYTE[least]);
  });
}

const byteKept = (table: Uint8Array, now: number, least: number): number => table[(now << 8) | (least === NOT_SEEN ? now : least)];
