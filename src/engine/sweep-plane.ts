import { LONG, SHORT } from "#core/position-side.ts";
import { COHORTS, SETTLED, type Book, binOffset, widen } from "./book.ts";

/**
 * Clears what liquidates at or beyond row coordinate `coordinate` (longs above it, shorts below) and returns how much of rung `at` ([side][rung]) stood
 * there per unit weight, summed over cohorts and added plane by plane to `perPlane`.
 */
export function sweepRung(book: Book, at: number, coordinate: number, perPlane: Float64Array): number {
  const side = at < book.rungCount ? LONG : SHORT;
  const edge = (coordinate + binOffset(book, at)) / book.grain[at] - 0.5;
  let swept = 0;
  for (let p = at * COHORTS; p < (at + 1) * COHORTS; p++) {
    const from = side === LONG ? Math.max(book.low[p], Math.ceil(edge)) : book.low[p];
    const to = side === LONG ? book.high[p] : Math.min(book.high[p], Math.floor(edge) + 1);
    if (to <= from) continue;
    const cleared = clearBins(book, p, from, to);
    perPlane[p] += cleared;
    swept += cleared;
  }
  return swept;
}

/** Empties bins [from, to), an end of the plane's occupied range. */
export function clearBins(book: Book, p: number, from: number, to: number): number {
  const base = book.start[p];
  let sum = 0;
  for (let bin = from; bin < to; bin++) {
    sum += book.values[base + bin];
    book.values[base + bin] = 0;
  }
  if (to === book.high[p]) book.high[p] = from;
  else book.low[p] = to;
  if (book.low[p] >= book.high[p]) {
    book.low[p] = book.high[p] = 0;
    book.mass[p] = 0;
  } else book.mass[p] = Math.max(0, book.mass[p] - sum);
  return sum * book.scale[p];
}

/**
 * The first time that price comes near, owners act once: of the bins whose liquidation coordinate lies in [from, to) the share `closes` leaves, the
 * rest settles. Returns what left, per unit weight.
 */
export function settleRung(book: Book, side: number, rung: number, band: { from: number; to: number; closes: number }): number {
  const at = side * book.rungCount + rung;
  const offset = binOffset(book, at);
  const grain = book.grain[at];
  const settled = at * COHORTS + SETTLED;
  const first = Math.ceil((band.from + offset) / grain - 0.5);
  const end = Math.ceil((band.to + offset) / grain - 0.5);
  let left = 0;
  for (let p = at * COHORTS; p < settled; p++) {
    const from = Math.max(book.low[p], first);
    const to = Math.min(book.high[p], end);
    if (to <= from) continue;
    widen(book, settled, from, to);
    const base = book.start[p];
    const into = book.start[settled];
    const moved = ((1 - band.closes) * book.scale[p]) / book.scale[settled];
    let sum = 0;
    for (let bin = from; bin < to; bin++) {
      const value = book.values[base + bin];
      book.values[base + bin] = 0;
      book.values[into + bin] += value * moved;
      sum += value;
    }
    book.mass[p] = Math.max(0, book.mass[p] - sum);
    book.mass[settled] += sum * moved;
    left += sum * book.scale[p] * band.closes;
  }
  return left;
}
