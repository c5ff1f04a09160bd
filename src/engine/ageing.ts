import { COHORTS, FAST, OPENED_COHORTS, SETTLED, SLOW, type Book, planeIndex, scalePlane } from "./book.ts";
import type { LadderPrior } from "./ladder-prior.ts";

/** Voluntary closing rates per hour: [rung][cohort], then the never rung's cohorts. */
export type Hazards = Float64Array;

/** What each plane keeps over a stretch of ageing, laid out as {@link Hazards}; reused from step to step. */
export type Keeps = Float64Array;

/** Owners watch a position the closer, the higher its leverage: hazards grow as a power of it, from the leverage at which holding times are stated. */
export function createHazards({ rungs, holding }: LadderPrior): Hazards {
  const base = [Math.LN2 / holding.fastHalfLifeHours, Math.LN2 / holding.slowHalfLifeHours];
  const hazards = new Float64Array((rungs.length + 1) * COHORTS);
  rungs.forEach(({ leverage }, rung) => {
    const factor = Math.max(1, leverage / holding.statedAtLeverage) ** holding.leverageExponent;
    hazards[rung * COHORTS + FAST] = base[FAST] * factor;
    hazards[rung * COHORTS + SLOW] = base[SLOW] * factor;
    hazards[rung * COHORTS + SETTLED] = base[SLOW] * factor;
  });
  hazards[rungs.length * COHORTS + FAST] = base[FAST];
  hazards[rungs.length * COHORTS + SLOW] = base[SLOW];
  return hazards;
}

/** Shares kept over `hours` of ordinary activity. Neighbouring rungs, and slow and settled cohorts, often share a hazard: an exponential is taken once for them. */
export function keepsOver(hazards: Hazards, hours: number, into: Keeps): Keeps {
  for (let i = 0; i < hazards.length; i++) {
    const hazard = hazards[i];
    if (i > 0 && hazard === hazards[i - 1]) into[i] = into[i - 1];
    else if (i >= COHORTS && hazard === hazards[i - COHORTS]) into[i] = into[i - COHORTS];
    else into[i] = Math.exp(-hazard * hours);
  }
  return into;
}

/** How much of a side its owners close when every plane keeps its share, weighted by the ladder, in the conserved unit. */
export function voluntaryCloses(book: Book, side: 0 | 1, keeps: Keeps): number {
  const never = book.rungCount * COHORTS;
  let closes =
    book.neverWeight[side] *
    (book.never[side * OPENED_COHORTS + FAST] * (1 - keeps[never + FAST]) + book.never[side * OPENED_COHORTS + SLOW] * (1 - keeps[never + SLOW]));
  for (let rung = 0; rung < book.rungCount; rung++) {
    const p = planeIndex(book, side, rung);
    const k = rung * COHORTS;
    let closed = 0;
    for (let cohort = FAST; cohort < COHORTS; cohort++) closed += book.mass[p + cohort] * book.scale[p + cohort] * (1 - keeps[k + cohort]);
    closes += book.weight[side * book.rungCount + rung] * closed;
  }
  return closes;
}

/** Closes a side by hazard. O(planes), whatever stands in them. */
export function age(book: Book, side: 0 | 1, keeps: Keeps): void {
  const never = book.rungCount * COHORTS;
  for (let cohort = FAST; cohort < COHORTS; cohort++) {
    if (cohort < OPENED_COHORTS) book.never[side * OPENED_COHORTS + cohort] *= keeps[never + cohort];
    for (let rung = 0; rung < book.rungCount; rung++) scalePlane(book, planeIndex(book, side, rung) + cohort, keeps[rung * COHORTS + cohort]);
  }
}

const MOST_HOURS = 1e6;

/** Hours of ageing after which owners have closed `amount` of a side, to 1e-9 of them; leaves their shares in `keeps`. Newton's rule from below: closes are concave in time. */
export function hoursToClose(book: Book, of: { side: 0 | 1; hazards: Hazards; amount: number; keeps: Keeps }): number {
  const { side, hazards, amount, keeps } = of;
  let hours = 0;
  for (let i = 0; i < 60; i++) {
    const missing = amount - voluntaryCloses(book, side, keepsOver(hazards, hours, keeps));
    if (missing <= amount * 1e-9 || hours >= MOST_HOURS) return hours;
    hours = Math.min(MOST_HOURS, hours + missing / Math.max(1e-30, closingRate(book, of)));
  }
  return hours;
}

/** Closes per further hour once a side has been aged to `keeps`. */
function closingRate(book: Book, { side, hazards, keeps }: { side: 0 | 1; hazards: Hazards; keeps: Keeps }): number {
  const never = book.rungCount * COHORTS;
  let rate = 0;
  for (let cohort = FAST; cohort < COHORTS; cohort++) {
    if (cohort < OPENED_COHORTS) rate += book.neverWeight[side] * book.never[side * OPENED_COHORTS + cohort] * keeps[never + cohort] * hazards[never + cohort];
    for (let rung = 0; rung < book.rungCount; rung++) {
      const p = planeIndex(book, side, rung) + cohort;
      const k = rung * COHORTS + cohort;
      rate += book.weight[side * book.rungCount + rung] * book.mass[p] * book.scale[p] * keeps[k] * hazards[k];
    }
  }
  return rate;
}
