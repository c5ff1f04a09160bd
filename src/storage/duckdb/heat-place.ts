import { AppError } from "#core/app-error.ts";
import { type HeatColumn, PLANE_COUNT } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { type HeatSeries, type HeatTile, type TilePlace, TILE_CELLS, TILE_COLUMNS, createTile, putColumn, tileYOfCell } from "#core/heat-tile.ts";
import type { InstrumentId } from "#core/instrument.ts";
import type { StockLayer } from "#core/layer.ts";

/** The columns of one layer and level of an instrument. */
export interface InstrumentSeries<L extends StockLayer = StockLayer> extends HeatSeries<L> {
  readonly instrument: InstrumentId;
}

/** All tiles, at any price, of one stretch of time: what is sealed together. */
export interface HeatStretch<L extends StockLayer = StockLayer> extends InstrumentSeries<L> {
  readonly x: number;
}

/** Picks the rows of a series; its values are {@link seriesValues}. */
export const OF_SERIES = "instrument = ? AND layer = ? AND level = ?";
export const seriesValues = ({ instrument, layer, level }: InstrumentSeries) => [instrument, layer, level] as const;

export const firstColumnOf = (x: number): number => x * TILE_COLUMNS;
export const lastColumnOf = (x: number): number => (x + 1) * TILE_COLUMNS - 1;

/** Refuses columns that no level has, that are not ascending, of another layer, or whose bytes do not fill their cells. */
export function checkColumns({ layer, level }: HeatSeries, columns: readonly HeatColumn[]): void {
  if (HEAT_LEVELS[level] === undefined) throw new AppError("bad-input", `there is no level ${level} of detail`);
  let last = -Infinity;
  for (const { layer: own, column, cellCount, bytes } of columns) {
    if (own !== layer) throw new AppError("bad-input", `heat column ${column} is ${own}, not ${layer}`);
    if (column <= last) throw new AppError("bad-input", `heat columns must ascend: ${column} comes after ${last}`);
    if (bytes.length !== PLANE_COUNT * cellCount) throw new AppError("bad-input", `heat column ${column} has ${bytes.length} bytes for ${cellCount} cells`);
    last = column;
  }
}

/** The tiles that the columns reach into, lowest price first. Every tile knows the state of every column. */
export function assembleTiles<L extends StockLayer>({ layer, level, x }: HeatStretch<L>, columns: readonly HeatColumn<L>[]): HeatTile<L>[] {
  const ys = new Set(columns.flatMap(tileYsOf));
  return [...ys].sort((a, b) => a - b).map((y) => assembleTile({ layer, level, x, y }, columns));
}

export function assembleTile<L extends StockLayer>(at: TilePlace<L>, columns: readonly HeatColumn<L>[]): HeatTile<L> {
  const tile = createTile(at);
  for (const column of columns) putColumn(tile, column);
  return tile;
}

export const reachesTile = (column: HeatColumn, y: number): boolean => tileYsOf(column).includes(y);

function tileYsOf({ firstCell, cellCount }: HeatColumn): number[] {
  const first = tileYOfCell(firstCell);
  return Array.from({ length: tileYOfCell(firstCell + cellCount - 1) - first + 1 }, (_, i) => first + i);
}

/** Cuts a column out of the tiles that hold it; `tiles` are all of its stretch. */
export function columnOfTiles<L extends StockLayer>(tiles: readonly HeatTile<L>[], at: Pick<HeatColumn<L>, "layer" | "column" | "provisional">): HeatColumn<L> {
  const ys = tiles.map(({ y }) => y);
  const lowest = Math.min(...ys);
  const cellCount = (Math.max(...ys) - lowest + 1) * TILE_CELLS;
  const bytes = new Uint8Array(PLANE_COUNT * cellCount);
  for (const tile of tiles) {
    const column = at.column - firstColumnOf(tile.x);
    for (let plane = 0; plane < PLANE_COUNT; plane++) {
      const target = plane * cellCount + (tile.y - lowest) * TILE_CELLS;
      for (let cell = 0; cell < TILE_CELLS; cell++) bytes[target + cell] = tile.bytes[(plane * TILE_CELLS + cell) * TILE_COLUMNS + column];
    }
  }
  return { ...at, firstCell: lowest * TILE_CELLS, cellCount, bytes };
}

/** Whether two columns hold the same heat; cells that only one of them reaches must be empty there. */
export function sameHeat(a: HeatColumn, b: HeatColumn): boolean {
  const first = Math.min(a.firstCell, b.firstCell);
  const end = Math.max(a.firstCell + a.cellCount, b.firstCell + b.cellCount);
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    for (let cell = first; cell < end; cell++) if (heatAt(a, plane, cell) !== heatAt(b, plane, cell)) return false;
  }
  return true;
}

function heatAt({ firstCell, cellCount, bytes }: HeatColumn, plane: number, cell: number): number {
  const i = cell - firstCell;
  return i >= 0 && i < cellCount ? bytes[plane * cellCount + i] : 0;
}
