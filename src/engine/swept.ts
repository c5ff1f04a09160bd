import { COHORTS, type Book, binOffset } from "./book.ts";

/** What price swept in a step: in all per plane, and, where somebody will ask, level by level. Reused from step to step. */
export interface Swept {
  /** Per unit weight, by plane. */
  readonly perPlane: Float64Array;
  /** Whether levels are noted too. */
  noting: boolean;
  count: number;
  /** Per level: its rung ([side][rung]), the row coordinate of its middle, its amount per unit weight. */
  rung: Int32Array;
  row: Float64Array;
  amount: Float64Array;
}

export const createSwept = (rungCount: number): Swept => ({
  perPlane: new Float64Array(2 * rungCount * COHORTS),
  noting: false,
  count: 0,
  rung: new Int32Array(256),
  row: new Float64Array(256),
  amount: new Float64Array(256),
});

export function clearSwept(swept: Swept, noting: boolean): void {
  swept.perPlane.fill(0);
  swept.noting = noting;
  swept.count = 0;
}

/** Notes bins [from, to) of plane `p`, which are about to be cleared. */
export function noteLevels(swept: Swept, book: Book, p: number, [from, to]: readonly [number, number]): void {
  const rung = Math.floor(p / COHORTS);
  const grain = book.grain[rung];
  const offset = binOffset(book, rung);
  const base = book.start[p];
  makeRoom(swept, to - from);
  for (let bin = from; bin < to; bin++) {
    const amount = book.values[base + bin] * book.scale[p];
    if (amount === 0) continue;
    swept.rung[swept.count] = rung;
    swept.row[swept.count] = (bin + 0.5) * grain - offset;
    swept.amount[swept.count++] = amount;
  }
}

function makeRoom(swept: Swept, more: number): void {
  const needed = swept.count + more;
  if (needed <= swept.amount.length) return;
  const length = Math.max(needed, 2 * swept.amount.length);
  const [rung, row, amount] = [swept.rung, swept.row, swept.amount];
  swept.rung = new Int32Array(length);
  swept.row = new Float64Array(length);
  swept.amount = new Float64Array(length);
  swept.rung.set(rung);
  swept.row.set(row);
  swept.amount.set(amount);
}
