import { LONG } from "#core/position-side.ts";
import { ROW_WIDTH } from "#core/price-rows.ts";
import { createHazards } from "./ageing.ts";
import { COHORTS, FAST, OPENED_COHORTS, SLOW, type Book, planeIndex } from "./book.ts";
import type { Ladder } from "./ladder.ts";
import type { LadderPrior } from "./ladder-prior.ts";

/**
 * Fills an empty book with what a market in its steady state would hold around a price, per unit of open interest.
 * Entries of a cohort are spread normally around the price with the volatility of its mean age; a position stands if a random walk
 * from entry to here did not touch its liquidation row: 1 - exp(-2 D d / variance), D and d the distances from entry and from here.
 */
export function coldStart(book: Book, ladder: Ladder, prior: LadderPrior, at: number): void {
  const dailyRows = prior.dailyVolatility / ROW_WIDTH;
  const hazards = createHazards(prior);
  for (const side of [0, 1] as const) {
    ladder.rungs[side].forEach(({ priorWeight, shift, spread, fastShare }, rung) => {
      if (priorWeight === 0) return;
      for (let cohort = FAST; cohort < OPENED_COHORTS; cohort++) {
        const meanAgeDays = 1 / hazards[rung * COHORTS + cohort] / 24;
        const share = (cohort === FAST ? fastShare : 1 - fastShare) * meanAgeDays;
        const width = spread.length > 0 ? Math.abs(spread[spread.length - 1] - spread[0]) / Math.sqrt(12) : 0;
        fillPlane(book, planeIndex(book, side, rung) + cohort, { side, shift, at, share, variance: dailyRows ** 2 * meanAgeDays, blur: width ** 2 });
      }
    });
    const never = ladder.rungs[side].length * COHORTS;
    const days = [FAST, SLOW].map((cohort) => 1 / hazards[never + cohort] / 24);
    book.never[side * OPENED_COHORTS + FAST] = prior.neverFastShare * days[FAST];
    book.never[side * OPENED_COHORTS + SLOW] = (1 - prior.neverFastShare) * days[SLOW];
  }
}

function fillPlane(book: Book, p: number, of: { side: 0 | 1; shift: number; at: number; share: number; variance: number; blur: number }): void {
  const grain = book.grain[Math.floor(p / COHORTS)];
  const deviation = Math.sqrt(of.variance + of.blur);
  const centre = of.at - book.origin;
  const low = Math.max(0, Math.ceil((centre - 3.5 * deviation) / grain));
  const high = Math.min(book.bins[p], Math.floor((centre + 3.5 * deviation) / grain));
  const base = book.start[p];
  const distance = Math.abs(of.shift);
  let sum = 0;
  for (let bin = low; bin < high; bin++) {
    const offset = (bin + 0.5) * grain - centre;
    const left = of.side === LONG ? distance - offset : distance + offset;
    if (left <= 0) continue;
    const value = grain * Math.exp(-(offset * offset) / (2 * deviation * deviation)) * -Math.expm1((-2 * distance * left) / of.variance);
    book.values[base + bin] = value;
    sum += value;
  }
  if (sum === 0) return;
  const unit = of.share / (deviation * Math.sqrt(2 * Math.PI));
  book.scale[p] = unit;
  book.mass[p] = sum;
  book.low[p] = low;
  book.high[p] = high;
}
