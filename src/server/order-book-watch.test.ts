import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MarketView } from "#pipeline/market-view.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import { createOrderBookWatch } from "./order-book-watch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A watch of books that are as old as `asOf`. */
function watchOf({ asOf, congested = false }: { asOf: number; congested?: boolean }) {
  const now = { asOf, congested };
  const sent: number[] = [];
  const bookAt = (time: number) => ({ venues: [{ asOf: time, state: "live" }], prints: [] }) as unknown as OrderBookMessage;
  const watch = createOrderBookWatch({
    hub: { market: (id) => (id === "a:B" ? ({ id } as unknown as MarketView) : undefined) },
    books: { of: () => bookAt(now.asOf) },
    send: ({ venues }) => sent.push(venues[0].asOf ?? 0),
    congested: () => now.congested,
  });
  return { watch, sent, now };
}

test("sends at once, then what has changed, at most four times a second, and nothing when nobody looks", () => {
  const { watch, sent, now } = watchOf({ asOf: 1 });
  expect(watch.watch("a:B", 5)).toBeUndefined();
  vi.advanceTimersByTime(1_000);
  expect(sent).toEqual([1]);
  for (now.asOf = 2; now.asOf < 22; now.asOf++) vi.advanceTimersByTime(50);
  expect(sent.length - 1).toBe(4);
  watch.watch(null, 5);
  now.asOf = 99;
  vi.advanceTimersByTime(1_000);
  expect(sent).not.toContain(99);
  expect(vi.getTimerCount()).toBe(0);
});

test("a congested client gets the latest when it can listen again; an unknown market is refused in words", () => {
  const { watch, sent, now } = watchOf({ asOf: 1, congested: true });
  watch.watch("a:B", 5);
  now.asOf = 2;
  vi.advanceTimersByTime(500);
  expect(sent).toEqual([]);
  now.congested = false;
  vi.advanceTimersByTime(250);
  expect(sent).toEqual([2]);
  expect(watch.watch("a:C", 5)).toContain("a:C");
});
