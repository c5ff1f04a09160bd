import { expect, test } from "vitest";
import type { BookEvent } from "#core/events.ts";
import { asMs } from "#core/units.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { createStreamedBook } from "./book-sync.ts";

function open() {
  const clock = createHandClock(1_000);
  const told: number[] = [];
  let asked = 0;
  const monitor = createStreamMonitor({ stream: "book", instrument: undefined, staleAfterMs: undefined }, clock);
  const book = createStreamedBook({ monitor, clock, emit: (events) => told.push(...events.map(({ time }) => time)), askAnew: () => asked++ });
  const say = (time: number, last: number, previous?: number): void => {
    const event: BookEvent = { kind: "book", instrument: "peer:X", time: asMs(time), snapshot: previous === undefined, bids: [[1, 1]], asks: [] };
    book.accept({ kind: "book", instrument: "peer:X", event, last, ...(previous === undefined ? {} : { previous }) });
  };
  return { say, told, gaps: () => monitor.health().gaps, asked: () => asked };
}

test("the first update after a snapshot may span it, no other may span anything", () => {
  const { say, told, gaps, asked } = open();
  say(1, 100);
  say(2, 103, 98);
  say(3, 104, 103);
  expect(told).toEqual([1, 2, 3]);
  say(4, 108, 102);
  expect([told.length, gaps(), asked()]).toEqual([3, 1, 1]);
});

test("an update that the snapshot holds already, or another line's that is behind, is nothing", () => {
  const { say, told, gaps } = open();
  say(5, 100);
  say(4, 99, 98);
  say(6, 101, 100);
  say(5, 100, 99);
  expect([told, gaps()]).toEqual([[5, 6], 0]);
});

test("a count that begins anew without a snapshot is a hole", () => {
  const { say, told, gaps, asked } = open();
  say(5, 100);
  say(6, 3, 0);
  expect([told, gaps(), asked()]).toEqual([[5], 1, 1]);
  say(7, 4);
  expect(told).toEqual([5, 7]);
});
