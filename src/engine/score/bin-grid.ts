import { LONG } from "#core/position-side.ts";
import { ROW_WIDTH, rowCentre, rowOf } from "#core/price-rows.ts";

/** A map to be scored: USD per price row from `firstRow` up, longs and shorts. */
export interface BookMap {
  readonly firstRow: number;
  readonly usd: readonly [long: ArrayLike<number>, short: ArrayLike<number>];
}

/** Bins of price in which one side of a map is scored. */
export interface BinGrid {
  readonly side: 0 | 1;
  readonly count: number;
  /** Height of a bin, as a fraction of price. */
  readonly width: number;
  /** Bin of a price row; below 0 or at least `count` when it is not scored. */
  binOfRow(row: number): number;
  /** The price rows of a bin, [fromRow, toRow). */
  rowsOf(bin: number): { readonly fromRow: number; readonly toRow: number };
  /** Distance of a bin's centre from mark, as a fraction of mark. */
  distanceOf(bin: number): number;
}

interface Around {
  readonly mark: number;
  /** Fraction of mark. */
  readonly reach: number;
}

/** Whole bins of `rowsPerBin` price rows, from mark (its bin included) to `reach` on the side where positions of that side liquidate. */
export function rowGrid(side: 0 | 1, { mark, reach, rowsPerBin }: Around & { readonly rowsPerBin: number }): BinGrid {
  const binAt = (price: number) => Math.floor(rowOf(price) / rowsPerBin);
  const first = side === LONG ? binAt(mark * (1 - reach)) : binAt(mark);
  const last = side === LONG ? binAt(mark) : binAt(mark * (1 + reach));
  return {
    side,
    count: last - first + 1,
    width: (1 + ROW_WIDTH) ** rowsPerBin - 1,
    binOfRow: (row) => Math.floor(row / rowsPerBin) - first,
    rowsOf: (bin) => ({ fromRow: (first + bin) * rowsPerBin, toRow: (first + bin + 1) * rowsPerBin }),
    distanceOf: (bin) => rowCentre((first + bin + 0.5) * rowsPerBin - 0.5) / mark - 1,
  };
}

/** Bins of `width` of mark from -`reach` to +`reach`, for data too coarse for rows. */
export function markGrid(side: 0 | 1, { mark, reach, width }: Around & { readonly width: number }): BinGrid {
  return {
    side,
    count: Math.round((2 * reach) / width),
    width,
    binOfRow: (row) => Math.floor((rowCentre(row) / mark - 1 + reach) / width),
    rowsOf: (bin) => ({ fromRow: rowOf(mark * (1 - reach + bin * width)), toRow: rowOf(mark * (1 - reach + (bin + 1) * width)) + 1 }),
    distanceOf: (bin) => (bin + 0.5) * width - reach,
  };
}

/** Sums the rows of a map to the bins of a grid: rows are never cut. */
export function binMap({ firstRow, usd }: BookMap, grid: BinGrid): Float64Array {
  const bins = new Float64Array(grid.count);
  const rows = usd[grid.side];
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] === 0) continue;
    const bin = grid.binOfRow(firstRow + i);
    if (bin >= 0 && bin < bins.length) bins[bin] += rows[i];
  }
  return bins;
}
