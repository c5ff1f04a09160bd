import { COHORTS, FAST, type Book, planeIndex, scalePlane } from "./book.ts";
import type { Ladder } from "./ladder.ts";

/** Voluntary closing rates per hour of the two holding cohorts. */
export type Hazards = readonly [fast: number, slow: number];

/** How much of a side would be closed by its owners in `hours` of ordinary activity, in the conserved unit. */
export function voluntaryCloses(book: Book, ladder: Ladder, side: 0 | 1, of: { hazards: Hazards; hours: number }): number {
  const gone = of.hazards.map((hazard) => -Math.expm1(-hazard * of.hours));
  const rungs = ladder.rungs[side];
  let closes = 0;
  for (let cohort = 0; cohort < COHORTS; cohort++) {
    closes += gone[cohort] * ladder.neverWeight[side] * book.never[side * COHORTS + cohort];
    for (let rung = 0; rung < rungs.length; rung++) {
      const p = planeIndex(book, side, rung) + cohort;
      closes += gone[cohort] * rungs[rung].weight * book.mass[p] * book.scale[p];
    }
  }
  return closes;
}

/** Closes a side by hazard: every plane keeps exp(-hazard x hours). O(planes), whatever stands in them. */
export function age(book: Book, side: 0 | 1, of: { hazards: Hazards; hours: number }): void {
  const keep = of.hazards.map((hazard) => Math.exp(-hazard * of.hours));
  for (let cohort = FAST; cohort < COHORTS; cohort++) {
    book.never[side * COHORTS + cohort] *= keep[cohort];
    for (let rung = 0; rung < book.rungCount; rung++) scalePlane(book, planeIndex(book, side, rung) + cohort, keep[cohort]);
  }
}

/** Hours of ageing that close `amount` of a side; found by bisection to 1e-9 of it. */
export function hoursToClose(book: Book, ladder: Ladder, side: 0 | 1, of: { hazards: Hazards; amount: number }): number {
  let low = 0;
  let high = 1;
  while (voluntaryCloses(book, ladder, side, { hazards: of.hazards, hours: high }) < of.amount && high < 1e6) high *= 2;
  for (let i = 0; i < 50 && high - low > high * 1e-9; i++) {
    const middle = (low + high) / 2;
    if (voluntaryCloses(book, ladder, side, { hazards: of.hazards, hours: middle }) < of.amount) low = middle;
    else high = middle;
  }
  return high;
}
