import { COHORTS, FAST, SLOW, type Book, planeIndex, scalePlane } from "./book.ts";
import type { Ladder } from "./ladder.ts";

/** Voluntary closing rates per hour of the two holding cohorts. */
export type Hazards = readonly [fast: number, slow: number];

/** What stands in each holding cohort of a side, weighted by the ladder, in the conserved unit. */
export type CohortStanding = readonly [fast: number, slow: number];

export function standingByCohort(book: Book, ladder: Ladder, side: 0 | 1): CohortStanding {
  const rungs = ladder.rungs[side];
  let fast = ladder.neverWeight[side] * book.never[side * COHORTS + FAST];
  let slow = ladder.neverWeight[side] * book.never[side * COHORTS + SLOW];
  for (let rung = 0; rung < rungs.length; rung++) {
    const p = planeIndex(book, side, rung);
    fast += rungs[rung].weight * book.mass[p] * book.scale[p];
    slow += rungs[rung].weight * book.mass[p + SLOW] * book.scale[p + SLOW];
  }
  return [fast, slow];
}

/** How much of it would be closed by its owners in `hours` of ordinary activity. */
export function voluntaryCloses([fast, slow]: CohortStanding, [fastHazard, slowHazard]: Hazards, hours: number): number {
  return -Math.expm1(-fastHazard * hours) * fast - Math.expm1(-slowHazard * hours) * slow;
}

/** Closes a side by hazard: every plane keeps exp(-hazard x hours). O(planes), whatever stands in them. */
export function age(book: Book, side: 0 | 1, of: { hazards: Hazards; hours: number }): void {
  const keep = of.hazards.map((hazard) => Math.exp(-hazard * of.hours));
  for (let cohort = FAST; cohort < COHORTS; cohort++) {
    book.never[side * COHORTS + cohort] *= keep[cohort];
    for (let rung = 0; rung < book.rungCount; rung++) scalePlane(book, planeIndex(book, side, rung) + cohort, keep[cohort]);
  }
}

/** Hours of ageing that close `amount` of what stands; found by bisection to 1e-9 of them. */
export function hoursToClose(standing: CohortStanding, hazards: Hazards, amount: number): number {
  let low = 0;
  let high = 1;
  while (voluntaryCloses(standing, hazards, high) < amount && high < 1e6) high *= 2;
  for (let i = 0; i < 50 && high - low > high * 1e-9; i++) {
    const middle = (low + high) / 2;
    if (voluntaryCloses(standing, hazards, middle) < amount) low = middle;
    else high = middle;
  }
  return high;
}
