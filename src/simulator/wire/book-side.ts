import { ROW_WIDTH } from "#core/price-rows.ts";
import type { Random } from "#simulator/market/random.ts";
import { type PassingOrder, createPassingOrders } from "./passing-orders.ts";

/** Prices are whole ticks, sizes whole lots. */
export type BookChange = readonly [tick: number, lots: number];

/**
 * One side of a live book: {@link BOOK_LEVELS} levels from its best price away from it, at every tick first and then, as in a real book, at round
 * prices only. No tick is at or below zero.
 */
export interface BookSide {
  readonly best: number;
  /** Ticks from the best price within which the first `levels` lie, and no others. */
  reachOf(levels: number): number;
  /** Lots at a tick; 0 outside of what is quoted. */
  lotsAt(tick: number): number;
  /** Moves the best price, lets some orders come and go, and returns what changed. */
  move(best: number): readonly BookChange[];
  /** The first `levels`, best first. */
  read(levels: number): BookChange[];
}

export const BOOK_LEVELS = 1_000;
/** Levels at every tick; the others are at multiples of `step`. No exchange shows a window of more of them but all. */
const DENSE = 500;
/** How far the levels go, as a share of the price, where ticks are fine enough. */
const REACH = 0.012;
const WALLS_AT_FIRST = 2;
const REQUOTES = 10;
const REQUOTE_REACH_TICKS = 60;
const SIZE_SIGMA = 1;
/** Orders grow this far out, and no further. */
const GROWS_TO = 150;

/** `sign` is the way from the best price into the book: -1 of bids. `meanLots` is the mean size of a level at the touch. */
export function createBookSide(random: Random, { sign, best: firstBest, meanLots }: { sign: 1 | -1; best: number; meanLots: number }): BookSide {
  const step = Math.max(1, Math.round((firstBest * REACH) / (BOOK_LEVELS - DENSE)));
  const end = DENSE + (BOOK_LEVELS - DENSE) * step;
  /** Ticks are addressed modulo this, more than are quoted at a time. */
  const slots = 2 ** Math.ceil(Math.log2(end + 1));
  const lots = new Int32Array(slots);
  const passing = createPassingOrders(random, meanLots * Math.max(1, firstBest * ROW_WIDTH));
  let best = firstBest;
  const slotOf = (tick: number) => tick & (slots - 1);

  const isQuotedFrom = (from: number, tick: number): boolean => {
    const distance = sign * (tick - from);
    return tick > 0 && distance >= 0 && distance < end && (distance < DENSE || tick % step === 0);
  };

  function quote(distance: number): number {
    const grown = meanLots * (1 + Math.min(distance, GROWS_TO) / 300) * (distance < DENSE ? 1 : step);
    return Math.max(1, Math.round(random.logNormal(grown, SIZE_SIGMA)));
  }

  function put(tick: number, changes: Map<number, number>, sizeOf = quote): void {
    if (!isQuotedFrom(best, tick)) return;
    lots[slotOf(tick)] = sizeOf(sign * (tick - best));
    changes.set(tick, lots[slotOf(tick)]);
  }

  /** Removes what is no longer quoted and fills what is, nearest first. */
  function shift(to: number, changes: Map<number, number>): void {
    const before = best;
    best = to;
    const added: number[] = [];
    for (const tick of ticksInDoubt(before, to)) {
      const [was, is] = [isQuotedFrom(before, tick), isQuotedFrom(to, tick)];
      if (was && !is) changes.set(tick, 0);
      else if (is && !was) added.push(tick);
    }
    for (const tick of added) put(tick, changes);
  }

  /** Ticks that the best price, the end of the dense levels or that of all passed over; each once, from the best price outward. */
  function* ticksInDoubt(before: number, to: number): Iterable<number> {
    const inner = sign * before < sign * to ? before : to;
    const moved = Math.abs(to - before);
    let next = 0;
    for (const zone of [0, DENSE, end]) {
      for (let i = Math.max(next, zone); i < zone + moved; i++) yield inner + sign * i;
      next = Math.max(next, zone + moved);
    }
  }

  const pass = ({ tick, extraLots }: PassingOrder, changes: Map<number, number>) => put(tick, changes, (distance) => quote(distance) + extraLots);

  const tickOf = (level: number): number => {
    if (level < DENSE) return best + sign * level;
    const first = sign * Math.ceil((sign * (best + sign * DENSE)) / step) * step;
    return first + sign * (level - DENSE) * step;
  };

  const unheard = new Map<number, number>();
  for (let level = 0; level < BOOK_LEVELS; level++) put(tickOf(level), unheard);
  for (let i = 0; i < WALLS_AT_FIRST; i++)
    pass({ tick: tickOf(DENSE + Math.floor(random.between(0, BOOK_LEVELS - DENSE))), extraLots: passing.wall() }, unheard);
  return {
    get best() {
      return best;
    },
    reachOf: (levels) => (levels <= DENSE ? levels : DENSE + (Math.min(levels, BOOK_LEVELS) - DENSE) * step),
    lotsAt: (tick) => (isQuotedFrom(best, tick) ? lots[slotOf(tick)] : 0),
    move(to) {
      const changes = new Map<number, number>();
      if (to !== best) shift(to, changes);
      for (let i = 0; i < REQUOTES; i++) put(best + sign * Math.min(DENSE - 1, Math.floor(random.exponential(REQUOTE_REACH_TICKS))), changes);
      for (const order of passing.next((share) => tickOf(DENSE + Math.floor(share * (BOOK_LEVELS - DENSE))))) pass(order, changes);
      return [...changes];
    },
    read(levels) {
      const there: BookChange[] = [];
      for (let level = 0; level < Math.min(levels, BOOK_LEVELS); level++) {
        const tick = tickOf(level);
        if (tick > 0) there.push([tick, lots[slotOf(tick)]]);
      }
      return there;
    },
  };
}
