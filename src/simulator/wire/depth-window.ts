import { BOOK_LEVELS, type BookChange, type BookSide } from "./book-side.ts";
import type { OrderBook } from "./order-book.ts";

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
  const sides = book.sides.map((side) => followSide(side, levels)) as [FollowedSide, FollowedSide];
  const [bids, asks] = sides;
  book.onUpdate((update) => {
    bids.touch(update.bids);
    asks.touch(update.asks);
  });
  let toldId = -1;
  let time = book.lastTime;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let count = 0;

  function look(): { bids: BookChange[]; asks: BookChange[] } {
    lookedAt = performance.now();
    time = book.lastTime;
    return { bids: bids.changes(), asks: asks.changes() };
  }

  return {
    snapshot() {
      if (performance.now() - lookedAt > FORGOTTEN_MS) {
        look();
        toldId = book.lastId;
        count++;
      }
      return { time, id: toldId, count, bids: bids.told(), asks: asks.told() };
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

interface FollowedSide {
  touch(changes: readonly BookChange[]): void;
  /** What differs from what was told; told from now on. */
  changes(): BookChange[];
  /** Best first. */
  told(): BookChange[];
}

/** Ticks that may wait for a look before all levels are compared instead. */
const MOST_TOUCHED = 4 * BOOK_LEVELS;

function followSide(side: BookSide, levels: number): FollowedSide {
  const told = new Map<number, number>();
  const touched = new Set<number>();
  let toldBest: number | undefined;
  let all = true;
  const reach = side.reachOf(levels);
  const isShown = (tick: number) => Math.abs(tick - side.best) < reach;

  function shownNow(): Iterable<number> {
    return side.read(levels).map(([tick]) => tick);
  }

  /** Ticks that may differ: what was touched, and what has come in or gone out as the best price moved. */
  function suspects(): Iterable<number> {
    if (all || toldBest === undefined || Math.abs(side.best - toldBest) > reach) return new Set([...told.keys(), ...shownNow()]);
    if (side.best !== toldBest) for (const [from, to] of edges(toldBest, side.best, reach)) for (let tick = from; tick <= to; tick++) touched.add(tick);
    return touched;
  }

  return {
    touch(changes) {
      if (all) return;
      for (const [tick] of changes) touched.add(tick);
      all = touched.size > MOST_TOUCHED;
    },
    changes() {
      const changes: BookChange[] = [];
      for (const tick of suspects()) {
        const lots = isShown(tick) ? side.lotsAt(tick) : 0;
        if (lots === (told.get(tick) ?? 0)) continue;
        changes.push([tick, lots]);
        if (lots === 0) told.delete(tick);
        else told.set(tick, lots);
      }
      touched.clear();
      toldBest = side.best;
      all = false;
      return changes;
    },
    told: () => [...told].sort(([a], [b]) => Math.abs(a - (toldBest ?? 0)) - Math.abs(b - (toldBest ?? 0))),
  };
}

/** The stretches of ticks, both ends included, that lie in reach of one best price and may not of the other, on whichever side. */
function edges(before: number, now: number, reach: number): readonly (readonly [from: number, to: number])[] {
  const [low, high] = before < now ? [before, now] : [now, before];
  return [
    [low - reach, high - reach],
    [low, high],
    [low + reach, high + reach],
  ];
}
