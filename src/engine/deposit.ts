import { LONG } from "#core/position-side.ts";
import { COHORTS, SLOW, type Book, binOffset, widen } from "./book.ts";
import type { RungLayout } from "./rung-layout.ts";

/** What is added to the planes of one rung. Mutable, so that one serves many. */
export interface Deposit {
  side: number;
  rung: number;
  /** In the rung's own bins; its weights sum to `total`. */
  layout: RungLayout;
  total: number;
  fastShare: number;
  /** Total to add over both cohorts; negative takes back, never below zero. */
  amount: number;
  /** Liquidation rows at or beyond this coordinate are skipped: price has been there since. Infinity (short: -Infinity): none. */
  sweptFrom: number;
}

/** Adds a deposit and returns how much of `amount` was really added (less when rows were skipped, or held less than is taken back). */
export function deposit(book: Book, of: Deposit): number {
  const { layout } = of;
  const at = of.side * book.rungCount + of.rung;
  const plane = at * COHORTS;
  // Bins whose centre price has passed since: longs at or above, shorts at or below.
  const swept = (of.sweptFrom + binOffset(book, at)) / book.grain[at] - 0.5;
  const first = Math.max(layout.first, of.side === LONG ? 0 : Math.max(0, Math.floor(swept) + 1)) | 0;
  const end = Math.min(layout.first + layout.count, book.bins[plane], of.side === LONG ? Math.ceil(swept) : Infinity) | 0;
  if (end <= first) return 0;
  widen(book, plane, first, end);
  widen(book, plane + SLOW, first, end);
  const perWeight = of.amount / of.total;
  const fast = (perWeight * of.fastShare) / book.scale[plane];
  const slow = (perWeight * (1 - of.fastShare)) / book.scale[plane + SLOW];
  if (of.amount > 0) return addBins(book, plane, { layout, first, end, fast, slow });
  return takeBins(book, plane, { layout, first, end, unit: fast }) + takeBins(book, plane + SLOW, { layout, first, end, unit: slow });
}

interface Stretch {
  readonly layout: RungLayout;
  readonly first: number;
  readonly end: number;
}

function addBins(book: Book, plane: number, { layout, first, end, fast, slow }: Stretch & { fast: number; slow: number }): number {
  const { values, start } = book;
  const { weights } = layout;
  const from = layout.first | 0;
  const fastBase = start[plane] | 0;
  const slowBase = start[plane + SLOW] | 0;
  let sum = 0;
  for (let bin = first; bin < end; bin++) {
    const weight = weights[bin - from];
    values[fastBase + bin] += weight * fast;
    values[slowBase + bin] += weight * slow;
    sum += weight;
  }
  book.mass[plane] += sum * fast;
  book.mass[plane + SLOW] += sum * slow;
  return sum * (fast * book.scale[plane] + slow * book.scale[plane + SLOW]);
}

function takeBins(book: Book, p: number, { layout, first, end, unit }: Stretch & { unit: number }): number {
  const { values } = book;
  const base = book.start[p];
  let sum = 0;
  for (let bin = first; bin < end; bin++) {
    const before = values[base + bin];
    const after = Math.max(0, before + layout.weights[bin - layout.first] * unit);
    values[base + bin] = after;
    sum += after - before;
  }
  book.mass[p] = Math.max(0, book.mass[p] + sum);
  return sum * book.scale[p];
}
