import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import type { ContractKind } from "#core/instrument.ts";
import { priceAt } from "#core/price-rows.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { COHORTS, type Book, planeIndex } from "./book.ts";
import type { Ladder, Rung } from "./ladder.ts";

/** A window of price rows [firstRow, firstRow + rowCount). */
export interface RowWindow {
  readonly firstRow: number;
  readonly rowCount: number;
}

/** Scratch of a read-out: one plane of the window. */
export interface ReadOutScratch {
  size: Float64Array;
}

/**
 * Sums the book to [plane][row] of the window, in USD: weighted over rungs and cohorts, each row at its own price (inverse: face).
 * A plane that funding has moved by a fraction of a row is read at the nearest row. `into` is used when it has the right length.
 */
export function readOut(
  book: Book,
  of: { ladder: Ladder; contract: ContractKind; window: RowWindow; scratch: ReadOutScratch; into: Float32Array | undefined },
): Float32Array {
  const { ladder, contract, window, scratch } = of;
  const { rowCount } = window;
  if (scratch.size.length < rowCount) scratch.size = new Float64Array(rowCount);
  const usd = of.into?.length === PLANE_COUNT * rowCount ? of.into : new Float32Array(PLANE_COUNT * rowCount);
  for (const side of [LONG, SHORT] as const) {
    for (let tier = 0; tier < TIER_COUNT; tier++) {
      const plane = usd.subarray(planeOf(side, tier) * rowCount, (planeOf(side, tier) + 1) * rowCount);
      const { low, high } = sumTier(book, { rungs: ladder.rungs[side], side, tier, window, size: scratch.size });
      plane.fill(0, 0, low);
      plane.fill(0, high);
      const step = contract === "linear" ? priceAt(1) : 1;
      let price = contract === "linear" ? priceAt(window.firstRow + low + 0.5) : 1;
      for (let row = low; row < high; row++, price *= step) plane[row] = scratch.size[row] * price;
    }
  }
  return usd;
}

interface TierSum {
  readonly rungs: readonly Rung[];
  readonly side: 0 | 1;
  readonly tier: number;
  readonly window: RowWindow;
  readonly size: Float64Array;
}

/** Sums the rungs of a tier into `size` and returns the window rows [low, high) that they occupy. */
function sumTier(book: Book, { rungs, side, tier, window, size }: TierSum): { low: number; high: number } {
  let low = window.rowCount;
  let high = 0;
  for (let rung = 0; rung < rungs.length; rung++) {
    if (rungs[rung].tier !== tier) continue;
    const moved = rowsToWindow(book, { side, rung, window });
    for (let p = planeIndex(book, side, rung), last = p + COHORTS; p < last; p++) {
      if (book.low[p] === book.high[p]) continue;
      low = Math.min(low, Math.max(0, book.low[p] + moved));
      high = Math.max(high, Math.min(window.rowCount, book.high[p] + moved));
    }
  }
  if (high <= low) return { low: 0, high: 0 };
  size.fill(0, low, high);
  for (let rung = 0; rung < rungs.length; rung++) {
    if (rungs[rung].tier !== tier || rungs[rung].weight === 0) continue;
    const moved = rowsToWindow(book, { side, rung, window });
    for (let p = planeIndex(book, side, rung), last = p + COHORTS; p < last; p++)
      addPlane(book, p, { moved, weight: rungs[rung].weight, rowCount: window.rowCount, size });
  }
  return { low, high };
}

/** From plane index to window row, whole rows. */
function rowsToWindow(book: Book, { side, rung, window }: { side: 0 | 1; rung: number; window: RowWindow }): number {
  const at = side * book.rungCount + rung;
  return book.origin + book.shift[at] + Math.round(book.drift[at]) - window.firstRow;
}

/** The hottest loop of a read-out: whole numbers are kept as int32. */
function addPlane(book: Book, p: number, { moved, weight, rowCount, size }: { moved: number; weight: number; rowCount: number; size: Float64Array }): void {
  const { values } = book;
  const factor = weight * book.scale[p];
  const low = Math.max(book.low[p], -moved) | 0;
  const high = Math.min(book.high[p], rowCount - moved) | 0;
  const base = (p * book.rowCount) | 0;
  const offset = moved | 0;
  for (let row = low; row < high; row++) size[row + offset] += values[base + row] * factor;
}
