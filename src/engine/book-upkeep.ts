import { COHORTS, LARGEST_GRAIN, type Book } from "./book.ts";
import { clearBins } from "./sweep-plane.ts";

const SMALLEST_SCALE = 1e-30;
/** Share of a plane below which a bin at an end of its range is dropped. A full plane has 8,192 bins: even an even one is never dropped whole. */
const NEGLIGIBLE = 5e-5;

/**
 * Upkeep, every few hundred steps: folds tiny scales into the values, sums the masses afresh, drops negligible bins at the ends
 * of each plane's occupied range.
 */
export function tidy(book: Book): void {
  for (let p = 0; p < book.scale.length; p++) {
    const base = book.start[p];
    const fold = book.scale[p] < SMALLEST_SCALE || book.scale[p] > 1 / SMALLEST_SCALE ? book.scale[p] : 1;
    let sum = 0;
    for (let bin = book.low[p]; bin < book.high[p]; bin++) {
      book.values[base + bin] *= fold;
      sum += book.values[base + bin];
    }
    book.scale[p] /= fold;
    book.mass[p] = sum;
    trim(book, p, sum * NEGLIGIBLE);
  }
}

function trim(book: Book, p: number, threshold: number): void {
  const base = book.start[p];
  const { low, high } = { low: book.low[p], high: book.high[p] };
  let from = low;
  let to = high;
  while (from < to && book.values[base + from] <= threshold) from++;
  while (to > from && book.values[base + to - 1] <= threshold) to--;
  if (from > low) clearBins(book, p, low, from);
  if (to < high && book.high[p] > 0) clearBins(book, p, to, high);
}

/** Moves the window so that entry rows [low, high] lie well inside it. What falls off the far end is dropped with its mass. */
export function recentre(book: Book, low: number, high: number): void {
  const margin = book.rowCount >> 2;
  if (low - book.origin >= margin && high - book.origin < book.rowCount - margin) return;
  const origin = Math.round((low + high) / 2 / LARGEST_GRAIN) * LARGEST_GRAIN - (book.rowCount >> 1);
  for (let p = 0; p < book.scale.length; p++) movePlane(book, p, (origin - book.origin) / book.grain[Math.floor(p / COHORTS)]);
  book.origin = origin;
}

/** Moves the contents of a plane `by` bins towards its start. */
function movePlane(book: Book, p: number, by: number): void {
  const plane = book.values.subarray(book.start[p], book.start[p] + book.bins[p]);
  const from = Math.max(book.low[p], by);
  const to = Math.min(book.high[p], book.bins[p] + by);
  if (to <= from) {
    plane.fill(0);
    book.low[p] = book.high[p] = 0;
    book.mass[p] = 0;
    return;
  }
  const kept = plane.slice(from, to);
  plane.fill(0);
  plane.set(kept, from - by);
  book.low[p] = from - by;
  book.high[p] = to - by;
  book.mass[p] = kept.reduce((sum, value) => sum + value, 0);
}
