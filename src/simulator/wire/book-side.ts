import type { Random } from "#simulator/market/random.ts";

/** Prices are whole ticks, sizes whole lots. */
export type BookChange = readonly [tick: number, lots: number];

/** One side of a live book: BOOK_LEVELS ticks, one tick apart, from its best price away from it. No tick is at or below zero. */
export interface BookSide {
  readonly best: number;
  /** Lots at a tick; 0 outside of what is quoted. */
  lotsAt(tick: number): number;
  /** Moves the best price, lets some orders come and go, and returns what changed. */
  move(best: number): readonly BookChange[];
  /** The first `levels`, best first. */
  read(levels: number): BookChange[];
}

export const BOOK_LEVELS = 1_000;
const REQUOTES = 10;
const REQUOTE_REACH_TICKS = 60;
const SIZE_SIGMA = 1;
/** Ticks are addressed modulo this, more than are quoted at a time. */
const SLOTS = 1_024;

/** `sign` is the way from the best price into the book: -1 of bids. `meanLots` is the mean size of a level at the touch. */
export function createBookSide(random: Random, { sign, best: firstBest, meanLots }: { sign: 1 | -1; best: number; meanLots: number }): BookSide {
  const lots = new Int32Array(SLOTS);
  let best = firstBest;
  const slotOf = (tick: number) => tick & (SLOTS - 1);
  const quote = (distance: number) => Math.max(1, Math.round(random.logNormal(meanLots * (1 + distance / 300), SIZE_SIGMA)));
  const distanceOf = (tick: number) => sign * (tick - best);
  const isQuoted = (tick: number) => tick > 0 && distanceOf(tick) >= 0 && distanceOf(tick) < BOOK_LEVELS;

  function put(distance: number, changes: Map<number, number>): void {
    const tick = best + sign * distance;
    if (tick <= 0) return;
    lots[slotOf(tick)] = quote(distance);
    changes.set(tick, lots[slotOf(tick)]);
  }

  /** Removes what is outside of the levels and fills what is missing in them, nearest first. */
  function shift(to: number, changes: Map<number, number>): void {
    const before = best;
    const steps = Math.min(BOOK_LEVELS, Math.abs(to - before));
    const recedes = sign * (to - before) > 0;
    for (let i = 0; i < steps; i++) {
      const gone = recedes ? before + sign * i : before + sign * (BOOK_LEVELS - 1 - i);
      if (gone > 0) changes.set(gone, 0);
    }
    best = to;
    for (let i = 0; i < steps; i++) put(recedes ? BOOK_LEVELS - steps + i : i, changes);
  }

  const unheard = new Map<number, number>();
  for (let distance = 0; distance < BOOK_LEVELS; distance++) put(distance, unheard);
  return {
    get best() {
      return best;
    },
    lotsAt: (tick) => (isQuoted(tick) ? lots[slotOf(tick)] : 0),
    move(to) {
      const changes = new Map<number, number>();
      if (to !== best) shift(to, changes);
      for (let i = 0; i < REQUOTES; i++) put(Math.min(BOOK_LEVELS - 1, Math.floor(random.exponential(REQUOTE_REACH_TICKS))), changes);
      return [...changes];
    },
    read(levels) {
      const there: BookChange[] = [];
      for (let distance = 0; distance < Math.min(levels, BOOK_LEVELS); distance++) {
        const tick = best + sign * distance;
        if (tick > 0) there.push([tick, lots[slotOf(tick)]]);
      }
      return there;
    },
  };
}
