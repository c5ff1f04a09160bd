import { cellOfRow } from "#core/heat-levels.ts";
import { COLUMN_STATE } from "#core/heat-tile.ts";
import { POSITION_SIDES, type PositionSide, sideIndex } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { clusterStretches, surroundingCells } from "#insight/clusters.ts";
import type { ColumnPrices } from "./column-prices.ts";
import type { CellRange, ColumnReader } from "./column-reader.ts";

/** A cluster that price went through within one column. */
export interface Sweep {
  readonly column: number;
  readonly side: PositionSide;
  /** Cells that were swept, both ends included. */
  readonly fromCell: number;
  readonly toCell: number;
  /** Where its dollars lay on average, in cells and parts of one. */
  readonly centre: number;
  /** What stood there in the closed column before, and is gone. */
  readonly usd: number;
}

export interface SweepsAsked {
  readonly reader: ColumnReader;
  /** Of the columns to look at, after one more that they are compared with. */
  readonly prices: ColumnPrices;
  /** Planes that are shown. */
  readonly planes: readonly number[];
}

/** Of what stood in the cells that price went through, at least so much has to be gone. */
const LEAST_GONE = 0.5;

/**
 * Where price went through a cluster: cells of a column's range of price that held a cluster in the closed column before, and do not any more.
 * Levels that were opened and swept within one column are not known to columns, so they make no mark.
 */
export function findSweeps({ reader, prices, planes }: SweepsAsked): readonly Sweep[] {
  const sweeps: Sweep[] = [];
  const end = prices.firstColumn + prices.close.length;
  for (let column = prices.firstColumn + 1; column < end; column++) {
    for (const side of POSITION_SIDES) {
      const range = rangeOf(reader, prices, { column, side });
      if (!range || range.first > range.last || !isKnown(reader, column, range)) continue;
      sweeps.push(...sweepsOf(reader, { column, side, range, planes: planesOf(planes, side) }));
    }
  }
  return sweeps;
}

/** Cells that price moved to within a column, away from where it was at the end of the one before. */
function rangeOf({ level }: ColumnReader, { firstColumn, low, high, close }: ColumnPrices, { column, side }: SideOfColumn): CellRange | undefined {
  const at = column - firstColumn;
  const before = close[at - 1];
  const furthest = side === "long" ? low[at] : high[at];
  if (Number.isNaN(before) || Number.isNaN(furthest)) return undefined;
  const [start, end] = [cellOfRow(level, rowOf(before)), cellOfRow(level, rowOf(furthest))];
  return side === "long" ? { first: end, last: start } : { first: start, last: end };
}

const isKnown = (reader: ColumnReader, column: number, { first, last }: CellRange): boolean =>
  reader.state(column - 1, first) === COLUMN_STATE.final &&
  reader.state(column - 1, last) === COLUMN_STATE.final &&
  [first, last].every((cell) => (reader.state(column, cell) ?? COLUMN_STATE.absent) !== COLUMN_STATE.absent);

const planesOf = (planes: readonly number[], side: PositionSide): readonly number[] =>
  planes.filter((plane) => Math.floor(plane / TIER_COUNT) === sideIndex(side));

interface SideOfColumn {
  readonly column: number;
  readonly side: PositionSide;
}

interface SideSwept extends SideOfColumn {
  readonly range: CellRange;
  /** Shown planes of the side. */
  readonly planes: readonly number[];
}

function sweepsOf(reader: ColumnReader, { column, side, range, planes }: SideSwept): Sweep[] {
  const reach = surroundingCells(reader.level.rowsPerCell);
  // A side stands on one side of the price only: beyond the range it is looked at away from the price.
  const seen = side === "long" ? { first: range.first - 2 * reach, last: range.last } : { first: range.first, last: range.last + 2 * reach };
  const before = reader.usd(column - 1, planes, seen);
  if (before.every((usd) => usd === 0)) return [];
  const after = reader.usd(column, planes, seen);
  return clusterStretches(before, reader.level.rowsPerCell).flatMap(({ first, end }) => {
    const from = Math.max(seen.first + first, range.first);
    const to = Math.min(seen.first + end - 1, range.last);
    const sweep = goneOf({ before, after, offset: seen.first }, from, to);
    return sweep ? [{ column, side, fromCell: from, toCell: to, ...sweep }] : [];
  });
}

interface BeforeAndAfter {
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Cell of their first entry. */
  readonly offset: number;
}

/** What of a stretch is gone; undefined when most of it still stands. */
function goneOf({ before, after, offset }: BeforeAndAfter, from: number, to: number): Pick<Sweep, "usd" | "centre"> | undefined {
  let stood = 0;
  let usd = 0;
  let moment = 0;
  for (let cell = from; cell <= to; cell++) {
    const gone = Math.max(0, before[cell - offset] - after[cell - offset]);
    stood += before[cell - offset];
    usd += gone;
    moment += gone * (cell + 0.5);
  }
  return usd > 0 && usd >= LEAST_GONE * stood ? { usd, centre: moment / usd } : undefined;
}
