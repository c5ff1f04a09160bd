import { expect, test } from "vitest";
import type { TradeEvent } from "#core/events.ts";
import { asMs } from "#core/units.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { createTradesById } from "./trades-by-id.ts";

const trade = (id: number): TradeEvent => ({ kind: "trade", instrument: "peer:X", time: asMs(id), price: 1, size: 1, takerSide: "buy", id });

/** `kept`: ids that the exchange's history gives, newest first. */
function open(kept: readonly number[] = []) {
  const clock = createHandClock(1_000);
  const told: number[] = [];
  const asked: (readonly [firstId: number, lastId: number])[] = [];
  const monitor = createStreamMonitor({ stream: "trades", instrument: "peer:X", staleAfterMs: undefined }, clock);
  const line = createTradesById({
    monitor,
    clock,
    signal: new AbortController().signal,
    emit: (trades) => told.push(...trades.map(({ id = 0 }) => id)),
    source: {
      by: "id",
      fetchSpan(first, last) {
        asked.push([first, last]);
        return Promise.resolve(kept.filter((id) => id <= last).map(trade));
      },
    },
  });
  const say = (...ids: readonly number[]): void => line.accept({ kind: "trades", instrument: "peer:X", events: ids.map(trade) });
  return { clock, line, say, told, asked, gaps: () => monitor.health().gaps, problem: () => monitor.health().problem };
}

test("trades that were only overtaken leave no gap; those that do not come by themselves do", async () => {
  const { clock, say, told, asked, gaps, problem } = open();
  say(3, 5, 6);
  await clock.advance(500);
  say(4);
  await clock.advance(5_000);
  expect([told, gaps(), asked, problem()]).toEqual([[3, 5, 6, 4], 0, [], undefined]);
  say(9);
  expect(gaps()).toBe(0);
  await clock.advance(1_000);
  expect(gaps()).toBe(1);
});

test("what was missed at the end of a quiet market is asked for after a break", async () => {
  const { clock, line, say, told, asked, gaps } = open([7, 6, 4]);
  say(3);
  line.returned();
  await clock.advance(5_000);
  expect([told, asked]).toEqual([[3, 4, 6, 7], [[4, 150_003]]]);
  await clock.advance(1_000);
  expect([gaps(), asked[1]]).toEqual([1, [5, 5]]);
});

test("where the next trade has come the exchange is not asked", async () => {
  const { clock, line, say, asked } = open([4]);
  line.returned();
  say(3);
  line.returned();
  await clock.advance(4_000);
  say(4);
  await clock.advance(60_000);
  expect(asked).toEqual([]);
});

test("a hole of many thousands is fetched page by page", async () => {
  const { clock, say, told, gaps, problem } = open(Array.from({ length: 12_000 }, (_, i) => 12_001 - i));
  say(1, 12_002);
  await clock.advance(60_000);
  expect([new Set(told).size, told.length, gaps()]).toEqual([12_002, 12_002, 1]);
  expect(problem()).toBe("12000 trades were missing and have come or been fetched");
});

test("of a hole beyond what can be fetched the newest are asked for, and the rest is a gap", async () => {
  const { clock, say, asked, gaps } = open();
  say(1, 200_002);
  expect(gaps()).toBe(1);
  await clock.advance(1_000);
  expect([asked[0], gaps()]).toEqual([[50_002, 200_001], 2]);
  await clock.advance(16 * 60_000);
  const tries = asked.length;
  await clock.advance(60 * 60_000);
  expect(asked.length).toBe(tries);
});
