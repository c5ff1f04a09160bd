import { LONG } from "#core/position-side.ts";
import { COHORTS, type Book, binOffset } from "./book.ts";

/**
 * Clears what liquidates at or beyond row coordinate `coordinate` (longs above it, shorts below) and returns how much stood there per unit weight,
 * summed over cohorts.
 */
export function sweepRung(book: Book, side: number, rung: number, coordinate: number): number {
  const at = side * book.rungCount + rung;
  const edge = (coordinate + binOffset(book, at)) / book.grain[at] - 0.5;
  let swept = 0;
  for (let p = at * COHORTS; p < (at + 1) * COHORTS; p++) {
    const from = side === LONG ? Math.max(book.low[p], Math.ceil(edge)) : book.low[p];
    const to = side === LONG ? book.high[p] : Math.min(book.high[p], Math.floor(edge) + 1);
    if (to > from) swept += clearBins(book, p, from, to);
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

/** Multiplies the bins whose liquidation coordinate lies in [from, to) by `keep`; returns what was taken away, per unit weight. */
export function thinRung(book: Book, side: number, rung: number, band: { from: number; to: number; keep: number }): number {
  const at = side * book.rungCount + rung;
  const offset = binOffset(book, at);
  const grain = book.grain[at];
  let taken = 0;
  for (let p = at * COHORTS; p < (at + 1) * COHORTS; p++) {
    const from = Math.max(book.low[p], Math.ceil((band.from + offset) / grain - 0.5));
    const to = Math.min(book.high[p], Math.ceil((band.to + offset) / grain - 0.5));
    const base = book.start[p];
    let sum = 0;
    for (let bin = from; bin < to; bin++) {
      const gone = book.values[base + bin] * (1 - band.keep);
      book.values[base + bin] -= gone;
      sum += gone;
    }
    book.mass[p] = Math.max(0, book.mass[p] - sum);
    taken += sum * book.scale[p];
  }
  return taken;
}
