import { expect, it } from "vitest";
import { createRandom } from "#simulator/market/random.ts";
import { createDepthWindow } from "./depth-window.ts";
import type { BookChange } from "./book-side.ts";
import { createOrderBook } from "./order-book.ts";

const LEVELS = 20;

it("tells a follower everything, also when somebody joins between two looks", () => {
  const random = createRandom("window");
  const book = createOrderBook(random, { bestBid: 1_000, meanLots: 50, firstId: 7, time: 0 });
  const window = createDepthWindow(book, LEVELS);
  const first = window.snapshot();
  const bids = new Map(first.bids);
  let { id } = first;
  for (let round = 0; round < 200; round++) {
    const leap = round % 50 > 40 ? 3_000 : 0;
    book.move(1_000 + leap + Math.round(random.normal() * 15), round);
    if (round % 3 === 0) {
      const joined = window.snapshot();
      expect(joined.id).toBe(id);
      expect(sorted(new Map(joined.bids))).toEqual(sorted(bids));
    }
    if (round % 2 === 0) continue;
    const change = window.next();
    if (change === undefined) continue;
    expect(change.previousId).toBe(id);
    id = change.id;
    for (const [tick, lots] of change.bids)
      if (lots === 0) bids.delete(tick);
      else bids.set(tick, lots);
    expect(sorted(bids)).toEqual(book.bids(LEVELS));
  }
});

it("says nothing while nothing changes", () => {
  const book = createOrderBook(createRandom("still"), { bestBid: 1_000, meanLots: 50, firstId: 7, time: 0 });
  const window = createDepthWindow(book, LEVELS);
  window.snapshot();
  book.stay(1);
  expect(window.next()).toBeUndefined();
});

const sorted = (side: ReadonlyMap<number, number>): BookChange[] => [...side].sort(([a], [b]) => b - a);
