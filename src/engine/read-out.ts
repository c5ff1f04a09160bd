import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import type { ContractKind } from "#core/instrument.ts";
import { priceAt } from "#core/price-rows.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { SLOW, type Book, planeIndex } from "./book.ts";
import type { Ladder } from "./ladder.ts";

/** A window of price rows [firstRow, firstRow + rowCount). */
export interface RowWindow {
  readonly firstRow: number;
  readonly rowCount: number;
}

/** Scratch and result of a read-out, reused while the window keeps its size. */
export interface ReadOutBuffers {
  size: Float64Array;
}

/**
 * Sums the book to [plane][row] of the window, in USD: weighted over rungs and cohorts, each row at its own price (inverse: face).
 * A plane that funding has moved by a fraction of a row is read at the nearest row. `into` is used when it has the right length.
 */
export function readOut(
  book: Book,
  of: { ladder: Ladder; contract: ContractKind; window: RowWindow; buffers: ReadOutBuffers; into: Float32Array | undefined },
): Float32Array {
  const { ladder, contract, window, buffers } = of;
  const length = PLANE_COUNT * window.rowCount;
  if (buffers.size.length < length) buffers.size = new Float64Array(length);
  else buffers.size.fill(0, 0, length);
  for (const side of [LONG, SHORT] as const) {
    for (let rung = 0; rung < book.rungCount; rung++) {
      const { weight, tier } = ladder.rungs[side][rung];
      if (weight > 0) addRung(book, { side, rung, weight, out: planeOf(side, tier) * window.rowCount, window, size: buffers.size });
    }
  }
  return toUsd(buffers.size, contract, window, of.into?.length === length ? of.into : new Float32Array(length));
}

function addRung(
  book: Book,
  { side, rung, weight, out, window, size }: { side: number; rung: number; weight: number; out: number; window: RowWindow; size: Float64Array },
): void {
  const at = side * book.rungCount + rung;
  const moved = book.origin + book.shift[at] + Math.round(book.drift[at]) - window.firstRow;
  const fast = planeIndex(book, side, rung);
  const slow = fast + SLOW;
  const fastFactor = weight * book.scale[fast];
  const slowFactor = weight * book.scale[slow];
  const fastBase = fast * book.rowCount;
  const slowBase = slow * book.rowCount;
  const low = Math.max(Math.min(book.low[fast], book.low[slow]), -moved);
  const high = Math.min(Math.max(book.high[fast], book.high[slow]), window.rowCount - moved);
  const { values } = book;
  for (let row = low; row < high; row++) size[out + row + moved] += values[fastBase + row] * fastFactor + values[slowBase + row] * slowFactor;
}

function toUsd(size: Float64Array, contract: ContractKind, { firstRow, rowCount }: RowWindow, usd: Float32Array): Float32Array {
  const step = contract === "linear" ? priceAt(1) : 1;
  const firstPrice = contract === "linear" ? priceAt(firstRow + 0.5) : 1;
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    const base = plane * rowCount;
    let price = firstPrice;
    for (let row = 0; row < rowCount; row++, price *= step) usd[base + row] = size[base + row] * price;
  }
  return usd;
}
