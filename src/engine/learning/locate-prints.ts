import { rowCoordinate } from "#core/price-rows.ts";
import type { Book } from "#engine/book.ts";
import type { Swept } from "#engine/swept.ts";
import type { LocatedPrint } from "./printed-sums.ts";

/** A level this many rows from where an order triggered may still be its own: mark and book are a little apart. */
const NEAR_ROWS = 4;

/**
 * Dollars of a step's orders per rung, [side][rung]: each order is shared among its side's rungs by what price swept near the price that triggered
 * it. Orders near which nothing was swept are shared by the whole of the step's sweep.
 */
export function sharePrints(prints: readonly LocatedPrint[], { book, swept }: { book: Book; swept: Swept }): Float64Array {
  const perRung = new Float64Array(2 * book.rungCount);
  const near = new Float64Array(book.rungCount);
  for (const { side, usd, trigger } of prints) {
    const row = rowCoordinate(trigger);
    let total = weighLevels(near, { book, swept, side, from: row - NEAR_ROWS, to: row + NEAR_ROWS });
    if (total === 0) total = weighLevels(near, { book, swept, side, from: -Infinity, to: Infinity });
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
