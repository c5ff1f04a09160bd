import { FAST, SETTLED, SLOW, type Book } from "./book.ts";

/*
 * The loops that a read-out spends its time in. They take four bins or rows a turn: a turn of its own costs as much as what is done in it.
 */

/** Bins [low, high) of a rung, what a unit in them is worth, and where they go: `moved` bins higher. Mutable, so that one serves all rungs. */
export interface Stretch {
  unit: number;
  low: number;
  high: number;
  moved: number;
  into: Float64Array;
}

/** Adds the cohorts of a rung whose fast plane is `p`; uses up the stretch. The fast one stands on about a third of what the others do: the loop for all three runs only there. */
export function addCohorts(book: Book, p: number, of: Stretch): void {
  const { values, start, scale } = book;
  const { unit, high, into } = of;
  const moved = of.moved | 0;
  const fast = start[p + FAST] | 0;
  const slow = start[p + SLOW] | 0;
  const settled = start[p + SETTLED] | 0;
  const a = scale[p + FAST] * unit;
  const b = scale[p + SLOW] * unit;
  const c = scale[p + SETTLED] * unit;
  const fastHigh = Math.min(high, book.high[p + FAST]) | 0;
  let bin = addHeld(book, p, of, Math.min(high, book.low[p + FAST]));
  for (; bin + 4 <= fastHigh; bin += 4) {
    into[bin + moved] += values[fast + bin] * a + values[slow + bin] * b + values[settled + bin] * c;
    into[bin + moved + 1] += values[fast + bin + 1] * a + values[slow + bin + 1] * b + values[settled + bin + 1] * c;
    into[bin + moved + 2] += values[fast + bin + 2] * a + values[slow + bin + 2] * b + values[settled + bin + 2] * c;
    into[bin + moved + 3] += values[fast + bin + 3] * a + values[slow + bin + 3] * b + values[settled + bin + 3] * c;
  }
  for (; bin < fastHigh; bin++) into[bin + moved] += values[fast + bin] * a + values[slow + bin] * b + values[settled + bin] * c;
  of.low = bin;
  addHeld(book, p, of, high);
}

/** Adds the slow and the settled cohort up to bin `to`; returns where it ended. */
function addHeld({ values, start, scale }: Book, p: number, { unit, low, moved, into }: Stretch, to: number): number {
  const slow = start[p + SLOW] | 0;
  const settled = start[p + SETTLED] | 0;
  const b = scale[p + SLOW] * unit;
  const c = scale[p + SETTLED] * unit;
  let bin = low | 0;
  for (; bin + 4 <= to; bin += 4) {
    into[bin + moved] += values[slow + bin] * b + values[settled + bin] * c;
    into[bin + moved + 1] += values[slow + bin + 1] * b + values[settled + bin + 1] * c;
    into[bin + moved + 2] += values[slow + bin + 2] * b + values[settled + bin + 2] * c;
    into[bin + moved + 3] += values[slow + bin + 3] * b + values[settled + bin + 3] * c;
  }
  for (; bin < to; bin++) into[bin + moved] += values[slow + bin] * b + values[settled + bin] * c;
  return bin;
}

/** Writes bins of 2^`halvings` rows to rows [first, end) of a plane, whole bins of them, evenly and each at its own price. */
export function writeRows(
  bins: Float64Array,
  of: { halvings: number; first: number; end: number; usd: Float32Array; base: number; relativePrice: Float64Array },
): void {
  const { first, end, usd, relativePrice } = of;
  const halvings = of.halvings | 0;
  const base = of.base | 0;
  let row = first | 0;
  if (halvings > 1) {
    for (; row < end; row += 4) {
      const amount = bins[row >> halvings];
      usd[base + row] = amount * relativePrice[row];
      usd[base + row + 1] = amount * relativePrice[row + 1];
      usd[base + row + 2] = amount * relativePrice[row + 2];
      usd[base + row + 3] = amount * relativePrice[row + 3];
    }
    return;
  }
  if (halvings > 0) {
    for (; row < end; row += 2) {
      const amount = bins[row >> halvings];
      usd[base + row] = amount * relativePrice[row];
      usd[base + row + 1] = amount * relativePrice[row + 1];
    }
    return;
  }
  for (; row + 4 <= end; row += 4) {
    usd[base + row] = bins[row] * relativePrice[row];
    usd[base + row + 1] = bins[row + 1] * relativePrice[row + 1];
    usd[base + row + 2] = bins[row + 2] * relativePrice[row + 2];
    usd[base + row + 3] = bins[row + 3] * relativePrice[row + 3];
  }
  for (; row < end; row++) usd[base + row] = bins[row] * relativePrice[row];
}
