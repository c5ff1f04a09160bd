import type { BookChange, OrderBook } from "./order-book.ts";

/** What changed within the first levels of a book; `previousId` is the last one that was told. */
export interface DepthChange {
  readonly id: number;
  readonly previousId: number;
  /** How many changes were told since the window was opened, this one included. */
  readonly count: number;
  readonly bids: readonly BookChange[];
  readonly asks: readonly BookChange[];
}

export interface DepthSnapshot {
  /** When the levels were so, epoch ms. */
  readonly time: number;
  readonly id: number;
  readonly count: number;
  readonly bids: readonly BookChange[];
  readonly asks: readonly BookChange[];
}

/** The first `levels` of a book as those who follow it know them: levels that leave are removed, those that move in are told. */
export interface DepthWindow {
  /** The levels as they were told last; as they are now when nobody has asked for changes for a second. */
  snapshot(): DepthSnapshot;
  /** What is new since the last call; undefined when nothing is. */
  next(): DepthChange | undefined;
}

/** Nobody follows a book of which no change was asked for in so long. */
const FORGOTTEN_MS = 1_000;

export function createDepthWindow(book: OrderBook, levels: number): DepthWindow {
  let bids = new Map<number, number>();
  let asks = new Map<number, number>();
  let toldId = -1;
  let time = book.lastTime;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let count = 0;

  function look(): { bids: BookChange[]; asks: BookChange[] } {
    const nowBids = new Map(book.bids(levels));
    const nowAsks = new Map(book.asks(levels));
    const changes = { bids: changesBetween(bids, nowBids), asks: changesBetween(asks, nowAsks) };
    bids = nowBids;
    asks = nowAsks;
    lookedAt = performance.now();
    time = book.lastTime;
    return changes;
  }

  return {
    snapshot() {
      if (performance.now() - lookedAt > FORGOTTEN_MS) {
        look();
        toldId = book.lastId;
        count++;
      }
      return { time, id: toldId, count, bids: [...bids], asks: [...asks] };
    },
    next() {
      const changes = look();
      if (changes.bids.length + changes.asks.length === 0) return undefined;
      const previousId = toldId;
      toldId = book.lastId;
      return { ...changes, id: toldId, previousId, count: ++count };
    },
  };
}

function changesBetween(before: ReadonlyMap<number, number>, now: ReadonlyMap<number, number>): BookChange[] {
  const changes: BookChange[] = [];
  for (const tick of before.keys()) if (!now.has(tick)) changes.push([tick, 0]);
  for (const [tick, lots] of now) if (before.get(tick) !== lots) changes.push([tick, lots]);
  return changes;
}
