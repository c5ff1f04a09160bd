import { LONG, SHORT } from "#core/position-side.ts";
import { COHORTS, SETTLED, type Book, binOffset, widen } from "./book.ts";
import { type Swept, noteLevels } from "./swept.ts";

/**
 * Clears what liquidates at or beyond row coordinate `coordinate` (longs above it, shorts below) and returns how much of rung `at` ([side][rung]) stood
 * there per unit weight, summed over cohorts and added to `swept`.
 */
export function sweepRung(book: Book, at: number, coordinate: number, into: Swept): number {
  const side = at < book.rungCount ? LONG : SHORT;
  const edge = (coordinate + binOffset(book, at)) / book.grain[at] - 0.5;
  let swept = 0;
  for (let p = at * COHORTS; p < (at + 1) * COHORTS; p++) {
    const from = side === LONG ? Math.max(book.low[p], Math.ceil(edge)) : book.low[p];
    const to = side === LONG ? book.high[p] : Math.min(book.high[p], Math.floor(edge) + 1);
    if (to <= from) continue;
    if (into.noting) noteLevels(into, book, p, [from, to]);
    const cleared = clearBins(book, p, from, to);
    into.perPlane[p] += cleared;
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

/** First bin of rung `at` ([side][rung]) whose centre liquidates at or above row coordinate `coordinate`. */
export const firstBinFrom = (book: Book, at: number, coordinate: number): number => Math.ceil((coordinate + binOffset(book, at)) / book.grain[at] - 0.5);

/** The first time that price comes near, owners act once: of bins [first, end) the share `closes` leaves, the rest settles. Returns what left, per unit weight. */
export function settleBins(book: Book, at: number, band: { first: number; end: number; closes: number }): number {
  const settled = at * COHORTS + SETTLED;
  let left = 0;
  for (let p = at * COHORTS; p < settled; p++) {
    const from = Math.max(book.low[p], band.first);
    const to = Math.min(book.high[p], band.end);
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
