import { type MapSpread, type MarkedSpread, spreadBetween } from "#engine/uncertainty/map-spread.ts";
import { type Spread, Z90, bandOf } from "#engine/uncertainty/spread-quantile.ts";
import { rowOf } from "#core/price-rows.ts";

export type { MarkedSpread } from "#engine/uncertainty/map-spread.ts";

/** What hides a part of the map: less confidence than `least`, 0 to 1. */
export interface ConfidenceFloor {
  readonly spread: MarkedSpread;
  readonly least: number;
}

/**
 * Dollars that a bin of one side has to hold to be sure enough, by its distance from the mark. A bin is 20 bps, or a cell where those are taller:
 * confidence belongs to the bin, so it is the same at every zoom.
 */
export interface FloorTable {
  readonly rowsPerBin: number;
  /** Row of the spread's mark. */
  readonly markRow: number;
  readonly firstBin: number;
  /** Longs and shorts; Infinity where no amount would do. */
  readonly leastUsd: readonly [Float64Array, Float64Array];
}

/** The table for cells of `rowsPerCell` rows. */
export function floorTable({ spread, least }: ConfidenceFloor, rowsPerCell: number): FloorTable {
  const rowsPerBin = Math.max(spread.rowsPerBin, rowsPerCell);
  const firstBin = Math.floor((spread.firstBin * spread.rowsPerBin) / rowsPerBin);
  const binCount = Math.ceil(((spread.firstBin + spread.binCount) * spread.rowsPerBin) / rowsPerBin) - firstBin;
  const ofSide = (side: 0 | 1) =>
    Float64Array.from({ length: binCount }, (_, bin) => {
      const fromRow = (firstBin + bin) * rowsPerBin;
      return leastUsd(spreadBetween(spread, { side, fromRow, toRow: fromRow + rowsPerBin }), least);
    });
  return { rowsPerBin, markRow: rowOf(spread.mark), firstBin, leastUsd: [ofSide(0), ofSide(1)] };
}

/** Bins by which a book around `mark` lies off the one that the table is of: what is as far from price is as sure. */
export const binsOff = ({ markRow, rowsPerBin }: FloorTable, mark: number): number => Math.round((markRow - rowOf(mark)) / rowsPerBin);

/** Dollars that a bin has to hold, `off` bins away from where the table has it; beyond its ends as at them. */
export function leastUsdOfBin(
  { firstBin, leastUsd }: FloorTable,
  { side, bin, off }: { readonly side: 0 | 1; readonly bin: number; readonly off: number },
): number {
  const of = leastUsd[side];
  return of[Math.min(of.length - 1, Math.max(0, bin + off - firstBin))];
}

/** The spread moved to another mark: what lies as far from it is as uncertain. */
export function spreadAround(spread: MarkedSpread, mark: number): MapSpread {
  return { ...spread, firstBin: spread.firstBin + Math.round((rowOf(mark) - rowOf(spread.mark)) / spread.rowsPerBin) };
}

/** Dollars below which confidence is less than `least`: it grows with what stands there, up to what the model's own errors leave. */
function leastUsd(spread: Spread, least: number): number {
  if (least <= 0) return 0;
  if (least >= 1 / Math.cosh(Z90 * Math.sqrt(spread.variance))) return Infinity;
  let low = spread.positionUsd / 8;
  let high = spread.positionUsd * 1e6;
  if (bandOf(high, spread).confidence < least) return Infinity;
  for (let halving = 0; halving < 22; halving++) {
    const middle = Math.sqrt(low * high);
    if (bandOf(middle, spread).confidence < least) low = middle;
    else high = middle;
  }
  return high;
}
