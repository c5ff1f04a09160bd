/** What stands in each cell of a price grid, per position side, in USD; cell 0 is the lowest price. */
export interface SideCells {
  readonly longUsd: ArrayLike<number>;
  readonly shortUsd: ArrayLike<number>;
  /** Cell that holds the mark; may lie outside the grid. */
  readonly markCell: number;
}

/** Running totals in USD, one value per cell. */
export interface CumulativeCurve {
  readonly longUsd: Float64Array;
  readonly shortUsd: Float64Array;
}

/**
 * Running totals outward from the mark: at each cell, what would be forced if price went from the mark through that cell.
 * Longs run downward and are zero above the mark's cell, shorts run upward and are zero below it; the mark's own cell counts for both.
 */
export function cumulativeFromMark({ longUsd, shortUsd, markCell }: SideCells): CumulativeCurve {
  const cellCount = longUsd.length;
  const curve = { longUsd: new Float64Array(cellCount), shortUsd: new Float64Array(cellCount) };
  let total = 0;
  for (let cell = Math.min(markCell, cellCount - 1); cell >= 0; cell--) {
    total += longUsd[cell];
    curve.longUsd[cell] = total;
  }
  total = 0;
  for (let cell = Math.max(markCell, 0); cell < cellCount; cell++) {
    total += shortUsd[cell];
    curve.shortUsd[cell] = total;
  }
  return curve;
}
