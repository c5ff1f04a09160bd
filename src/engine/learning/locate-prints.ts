import { rowCoordinate } from "#core/price-rows.ts";
import type { Book } from "#engine/book.ts";
import type { Swept } from "#engine/swept.ts";
import type { LocatedPrint } from "./printed-sums.ts";

/**
 * How many rows from where an order triggered a level may be to be its own: first its very row, which tells neighbouring settings apart, then as far as
 * mark and book may lie apart, then anywhere.
 */
const WITHIN_ROWS = [0.5, 4, Infinity] as const;

/**
 * Dollars of a step's orders per rung, [side][rung]: each order is shared among its side's rungs by what price swept at the price that triggered
 * it. Orders near which nothing was swept are shared by the whole of the step's sweep.
 */
export function sharePrints(prints: readonly LocatedPrint[], { book, swept }: { book: Book; swept: Swept }): Float64Array {
  const perRung = new Float64Array(2 * book.rungCount);
  const near = new Float64Array(book.rungCount);
  for (const { side, usd, trigger } of prints) {
    const row = rowCoordinate(trigger);
    let total = 0;
    for (let i = 0; total === 0 && i < WITHIN_ROWS.length; i++)
      total = weighLevels(near, { book, swept, side, from: row - WITHIN_ROWS[i], to: row + WITHIN_ROWS[i] });
    if (total === 0) continue;
    for (let rung = 0; rung < book.rungCount; rung++) perRung[side * book.rungCount + rung] += (usd * near[rung]) / total;
  }
  return perRung;
}

/** Weighted amount of each of a side's rungs that was swept within [from, to]; returns their sum. A level reaches half of its grain each way. */
function weighLevels(into: Float64Array, { book, swept, side, from, to }: { book: Book; swept: Swept; side: 0 | 1; from: number; to: number }): number {
  const first = side * book.rungCount;
  into.fill(0);
  let total = 0;
  for (let i = 0; i < swept.count; i++) {
    const rung = swept.rung[i] - first;
    if (rung < 0 || rung >= book.rungCount) continue;
    const half = book.grain[swept.rung[i]] / 2;
    if (swept.row[i] + half < from || swept.row[i] - half > to) continue;
    const amount = book.weight[swept.rung[i]] * swept.amount[i];
    into[rung] += amount;
    total += amount;
  }
  return total;
}
