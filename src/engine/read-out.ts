import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import type { ContractKind } from "#core/instrument.ts";
import { priceAt } from "#core/price-rows.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { COARSE_ROWS, SLOW, type Book, planeIndex } from "./book.ts";
import type { Ladder } from "./ladder.ts";

/** A window of price rows [firstRow, firstRow + rowCount). */
export interface RowWindow {
  readonly firstRow: number;
  readonly rowCount: number;
}

/** Scratch of a read-out: one tier of the window, in rows and in coarse bins; both are zero between tiers, occupied rows are [low, high). */
export interface ReadOutScratch {
  fine: Float64Array;
  coarse: Float64Array;
  low: number;
  high: number;
}

export const createReadOutScratch = (): ReadOutScratch => ({ fine: new Float64Array(0), coarse: new Float64Array(0), low: 0, high: 0 });

/** The window from `low` up that spans at least `rows`: it begins at a multiple of COARSE_ROWS and is always equally long, so that its memory can be reused. */
export function windowFrom(low: number, rows: number): RowWindow {
  return { firstRow: Math.floor(low / COARSE_ROWS) * COARSE_ROWS, rowCount: (Math.ceil(rows / COARSE_ROWS) + 1) * COARSE_ROWS };
}

/**
 * Sums the book to [plane][row] of the window, in USD: weighted over rungs and cohorts, each row at its own price (inverse: face).
 * A plane that funding has moved by a fraction of a bin is read at the nearest one. `into` is used when it has the right length.
 */
export function readOut(
  book: Book,
  of: { ladder: Ladder; contract: ContractKind; window: RowWindow; scratch: ReadOutScratch; into: Float32Array | undefined },
): Float32Array {
  const { ladder, contract, window, scratch } = of;
  const { rowCount, firstRow } = window;
  if (scratch.fine.length < rowCount) {
    scratch.fine = new Float64Array(rowCount);
    scratch.coarse = new Float64Array(rowCount / COARSE_ROWS);
  }
  const usd = of.into?.length === PLANE_COUNT * rowCount ? of.into : new Float32Array(PLANE_COUNT * rowCount);
  for (const side of [LONG, SHORT] as const) {
    for (let tier = 0; tier < TIER_COUNT; tier++) {
      const rungs = ladder.rungs[side];
      scratch.low = rowCount;
      scratch.high = 0;
      for (let rung = 0; rung < rungs.length; rung++)
        if (rungs[rung].tier === tier && rungs[rung].weight > 0) addRung(book, { side, rung, weight: rungs[rung].weight, window, scratch });
      priceRows(usd.subarray(planeOf(side, tier) * rowCount, (planeOf(side, tier) + 1) * rowCount), scratch, contract === "linear" ? firstRow : undefined);
    }
  }
  return usd;
}

interface RungRead {
  readonly side: 0 | 1;
  readonly rung: number;
  readonly weight: number;
  readonly window: RowWindow;
  readonly scratch: ReadOutScratch;
}

/** Adds both cohorts of a rung. The hottest loop of a read-out: indices are kept as int32. */
function addRung(book: Book, { side, rung, weight, window, scratch }: RungRead): void {
  const at = side * book.rungCount + rung;
  const grain = book.grain[at];
  const fast = planeIndex(book, side, rung);
  const slow = fast + SLOW;
  const moved = ((book.origin + book.shift[at] - window.firstRow) / grain + Math.round(book.drift[at] / grain)) | 0;
  const into = grain > 1 ? scratch.coarse : scratch.fine;
  const low = Math.max(Math.min(occupiedLow(book, fast), occupiedLow(book, slow)), -moved) | 0;
  const high = Math.min(Math.max(book.high[fast], book.high[slow]), window.rowCount / grain - moved) | 0;
  const { values } = book;
  const fastFactor = (weight * book.scale[fast]) / grain;
  const slowFactor = (weight * book.scale[slow]) / grain;
  const fastBase = book.start[fast];
  const slowBase = book.start[slow];
  if (high <= low) return;
  scratch.low = Math.min(scratch.low, (low + moved) * grain);
  scratch.high = Math.max(scratch.high, (high + moved) * grain);
  for (let bin = low; bin < high; bin++) into[bin + moved] += values[fastBase + bin] * fastFactor + values[slowBase + bin] * slowFactor;
}

const occupiedLow = (book: Book, p: number): number => (book.low[p] === book.high[p] ? book.bins[p] : book.low[p]);

/**
 * Coarse bins are spread evenly over their rows; sizes become USD at each row's centre price (`firstRow` undefined: they are USD already).
 * Leaves the scratch empty.
 */
function priceRows(usd: Float32Array, { fine, coarse, low, high }: ReadOutScratch, firstRow: number | undefined): void {
  if (high <= low) {
    usd.fill(0);
    return;
  }
  usd.fill(0, 0, low);
  usd.fill(0, high);
  const step = firstRow === undefined ? 1 : priceAt(1);
  let price = firstRow === undefined ? 1 : priceAt(firstRow + low + 0.5);
  for (let row = low | 0; row < high; row++, price *= step) usd[row] = (fine[row] + coarse[row >> COARSE_SHIFT]) * price;
  fine.fill(0, low, high);
  coarse.fill(0, low >> COARSE_SHIFT, (high >> COARSE_SHIFT) + 1);
}

const COARSE_SHIFT = Math.log2(COARSE_ROWS);
