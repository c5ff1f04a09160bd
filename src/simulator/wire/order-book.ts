import type { Random } from "#simulator/market/random.ts";
import { type BookChange, type BookSide, createBookSide } from "./book-side.ts";

export interface BookUpdate {
  readonly time: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly previousId: number;
  readonly bids: readonly BookChange[];
  readonly asks: readonly BookChange[];
}

/** A live book that follows the traded price. */
export interface OrderBook {
  readonly lastId: number;
  readonly lastTime: number;
  readonly sides: readonly [bids: BookSide, asks: BookSide];
  /** Moves the best bid to `bestBid` (ticks), lets some orders come and go, and returns what changed. */
  move(bestBid: number, time: number): BookUpdate;
  /** A look at a book in which nothing happens; its id goes on. */
  stay(time: number): BookUpdate;
  bids(levels: number): BookChange[];
  asks(levels: number): BookChange[];
  /** Hears of every update. */
  onUpdate(listener: (update: BookUpdate) => void): void;
}

/** `meanLots` is the mean size of a level at the touch. */
export function createOrderBook(random: Random, at: { bestBid: number; meanLots: number; firstId: number; time: number }): OrderBook {
  const bids = createBookSide(random, { sign: -1, best: at.bestBid, meanLots: at.meanLots });
  const asks = createBookSide(random, { sign: 1, best: at.bestBid + 1, meanLots: at.meanLots });
  const listeners: ((update: BookUpdate) => void)[] = [];
  let { firstId: lastId, time: lastTime } = at;

  function tell(update: BookUpdate): BookUpdate {
    for (const listener of listeners) listener(update);
    return update;
  }

  return {
    get lastId() {
      return lastId;
    },
    get lastTime() {
      return lastTime;
    },
    sides: [bids, asks],
    move(bestBid, time) {
      lastTime = time;
      const changed = { bids: bids.move(bestBid), asks: asks.move(bestBid + 1) };
      const previousId = lastId;
      lastId += changed.bids.length + changed.asks.length;
      return tell({ time, firstId: previousId + 1, lastId, previousId, ...changed });
    },
    stay(time) {
      lastTime = time;
      const previousId = lastId++;
      return { time, firstId: lastId, lastId, previousId, bids: [], asks: [] };
    },
    bids: (levels) => bids.read(levels),
    asks: (levels) => asks.read(levels),
    onUpdate: (listener) => void listeners.push(listener),
  };
}
