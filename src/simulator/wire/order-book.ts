import type { Random } from "#simulator/market/random.ts";

/** Prices are whole ticks, sizes whole lots. */
export type BookChange = readonly [tick: number, lots: number];

export interface BookUpdate {
  readonly time: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly previousId: number;
  readonly bids: readonly BookChange[];
  readonly asks: readonly BookChange[];
}

/** A live book of BOOK_LEVELS ticks on each side, one tick apart, that follows the traded price. */
export interface OrderBook {
  readonly lastId: number;
  readonly lastTime: number;
  /** Moves the best bid to `bestBid` (ticks), lets some orders come and go, and returns what changed. */
  move(bestBid: number, time: number): BookUpdate;
  /** A look at a book in which nothing happens; its id goes on. */
  stay(time: number): BookUpdate;
  bids(levels: number): BookChange[];
  asks(levels: number): BookChange[];
}

export const BOOK_LEVELS = 1_000;
const REQUOTES = 10;
const REQUOTE_REACH_TICKS = 60;
const SIZE_SIGMA = 1;

/** `meanLots` is the mean size of a level at the touch. */
export function createOrderBook(random: Random, at: { bestBid: number; meanLots: number; firstId: number; time: number }): OrderBook {
  const bids = new Map<number, number>();
  const asks = new Map<number, number>();
  let { bestBid, firstId: lastId, time: lastTime } = at;
  const quote = (distance: number) => Math.max(1, Math.round(random.logNormal(at.meanLots * (1 + distance / 300), SIZE_SIGMA)));

  /** Removes what is outside the side's window and fills what is missing in it. `sign` is -1 for bids. */
  function fit(side: Map<number, number>, sign: 1 | -1, best: number): Map<number, number> {
    const changes = new Map<number, number>();
    for (const tick of side.keys()) {
      const distance = sign * (tick - best);
      if (distance < 0 || distance >= BOOK_LEVELS) changes.set(tick, 0);
    }
    for (const tick of changes.keys()) side.delete(tick);
    for (let distance = 0; distance < BOOK_LEVELS; distance++) {
      const tick = best + sign * distance;
      if (tick <= 0 || side.has(tick)) continue;
      const lots = quote(distance);
      side.set(tick, lots);
      changes.set(tick, lots);
    }
    return changes;
  }

  function requote(side: Map<number, number>, changes: Map<number, number>, { sign, best }: { sign: 1 | -1; best: number }): void {
    for (let i = 0; i < REQUOTES; i++) {
      const distance = Math.min(BOOK_LEVELS - 1, Math.floor(random.exponential(REQUOTE_REACH_TICKS)));
      const tick = best + sign * distance;
      if (tick <= 0) continue;
      const lots = quote(distance);
      side.set(tick, lots);
      changes.set(tick, lots);
    }
  }

  const read = (side: Map<number, number>, levels: number, sign: 1 | -1): BookChange[] => {
    const best = sign < 0 ? bestBid : bestBid + 1;
    return Array.from({ length: Math.min(levels, BOOK_LEVELS) }, (_, distance) => best + sign * distance)
      .filter((tick) => side.has(tick))
      .map((tick) => [tick, side.get(tick) ?? 0] as const);
  };

  fit(bids, -1, bestBid);
  fit(asks, 1, bestBid + 1);
  return {
    get lastId() {
      return lastId;
    },
    get lastTime() {
      return lastTime;
    },
    move(best, time) {
      bestBid = best;
      lastTime = time;
      const bidChanges = fit(bids, -1, best);
      const askChanges = fit(asks, 1, best + 1);
      requote(bids, bidChanges, { sign: -1, best });
      requote(asks, askChanges, { sign: 1, best: best + 1 });
      const previousId = lastId;
      lastId += bidChanges.size + askChanges.size;
      return { time, firstId: previousId + 1, lastId, previousId, bids: [...bidChanges], asks: [...askChanges] };
    },
    stay(time) {
      lastTime = time;
      const previousId = lastId++;
      return { time, firstId: lastId, lastId, previousId, bids: [], asks: [] };
    },
    bids: (levels) => read(bids, levels, -1),
    asks: (levels) => read(asks, levels, 1),
  };
}
