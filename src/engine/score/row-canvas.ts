import { rowOf } from "#core/price-rows.ts";
import type { BookMap } from "./bin-grid.ts";

/** USD per price row and side over a fixed window of prices; what falls outside is lost. */
export interface RowCanvas extends BookMap {
  readonly rowCount: number;
  readonly usd: readonly [Float64Array, Float64Array];
}

/** A factor of three in price either way. */
const FACTOR = 3;

export function createRowCanvas(price: number): RowCanvas {
  const firstRow = rowOf(price / FACTOR);
  const rowCount = rowOf(price * FACTOR) - firstRow + 1;
  return { firstRow, rowCount, usd: [new Float64Array(rowCount), new Float64Array(rowCount)] };
}

/** Spreads `usd` evenly over the rows [from, to]. */
export function spread(canvas: RowCanvas, { side, from, to, usd }: { side: 0 | 1; from: number; to: number; usd: number }): void {
  const each = usd / (to - from + 1);
  const first = Math.max(0, from - canvas.firstRow);
  const last = Math.min(canvas.rowCount - 1, to - canvas.firstRow);
  for (let row = first; row <= last; row++) canvas.usd[side][row] += each;
}
