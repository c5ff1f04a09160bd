import { expect, test } from "vitest";
import type { CandleEvent, TradeEvent } from "#core/events.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { createCandleLine } from "./candle-line.ts";

const ID = "peer:X";
const START = Date.UTC(2026, 5, 1, 12);

const bar = (minute: number, volume: number, closed = false): CandleEvent => ({
  kind: "candle",
  instrument: ID,
  price: "last",
  openTime: asMs(START + minute * MINUTE_MS),
  intervalMs: MINUTE_MS,
  open: 1,
  high: 9,
  low: 1,
  close: 2,
  volume,
  closed,
});

/** A line of an exchange that marks no bar as closed, after a first trade in the minute before. `answers`: volumes that its history gives of minute 0. */
function open({ countsTrades = true, answers = [] as readonly (number | undefined)[] } = {}) {
  const clock = createHandClock(START);
  const told: CandleEvent[] = [];
  let asked = 0;
  const monitor = createStreamMonitor({ stream: "candles", instrument: ID, staleAfterMs: undefined }, clock);
  const line = createCandleLine({
    monitor,
    clock,
    signal: new AbortController().signal,
    countsTrades,
    emit: (bars) => told.push(...bars),
    source: {
      closedBy: "next",
      fetchRange(from) {
        const volume = answers[Math.min(asked++, answers.length - 1)];
        return Promise.resolve(volume === undefined ? [] : [bar((from - START) / MINUTE_MS, volume, true)]);
      },
    },
  });
  const trade = (afterMs: number, size: number): void => {
    const event: TradeEvent = { kind: "trade", instrument: ID, time: asMs(START + afterMs), price: 2, size, takerSide: "buy" };
    line.heard();
    line.traded([event]);
  };
  const say = (candle: CandleEvent, sequence: number): void => {
    line.heard();
    line.accept(candle, candle.openTime + sequence);
  };
  trade(-1, 7);
  return {
    clock,
    line,
    trade,
    say,
    asked: () => asked,
    gaps: () => monitor.health().gaps,
    told: () => told,
    closed: () => told.filter(({ closed }) => closed).map(({ volume }) => volume),
  };
}

test("its last state is its end when it holds just the trades that came", () => {
  const { say, trade, closed, asked } = open();
  trade(1_000, 0.1);
  trade(2_000, 0.2);
  say(bar(0, 0.3), 2);
  say(bar(1, 1), 1);
  expect([closed(), asked()]).toEqual([[0.3], 0]);
});

test("a state that the next bar has overtaken is waited for", async () => {
  const { clock, say, trade, closed, asked, gaps } = open({ answers: [9] });
  trade(1_000, 1);
  say(bar(0, 1), 1);
  trade(59_900, 2);
  say(bar(1, 4), 1);
  expect(closed()).toEqual([]);
  await clock.advance(300);
  say(bar(0, 3), 2);
  await clock.advance(200);
  expect([closed(), asked(), gaps()]).toEqual([[3], 0, 0]);
});

test.each([
  { last: "the last state never came", trades: 2, told: 1 },
  { last: "trades never came", trades: 1, told: 2 },
])("it is fetched when it does not hold just the trades that came: $last", async ({ trades, told }) => {
  const { clock, say, trade, closed } = open({ answers: [2] });
  trade(1_000, trades);
  say(bar(0, told), 1);
  say(bar(1, 4), 1);
  await clock.advance(1_900);
  expect(closed()).toEqual([]);
  await clock.advance(200);
  expect(closed()).toEqual([2]);
});

test("a trade of a millionth of its minute is not lost sight of", async () => {
  const { clock, say, trade, closed } = open({ answers: [1_000.0001] });
  trade(1_000, 1_000);
  say(bar(0, 1_000), 1);
  trade(2_000, 0.0001);
  say(bar(1, 4), 1);
  await clock.advance(3_000);
  expect(closed()).toEqual([1_000.0001]);
});

test.each([
  { what: "everything fell silent", heardEveryMs: 8_000, fetched: 1 },
  { what: "only trades did, as in a quiet market", heardEveryMs: 500, fetched: 0 },
])("across its end $what: fetched $fetched times", async ({ heardEveryMs, fetched }) => {
  const { clock, line, say, trade, closed, asked, gaps } = open({ answers: [2] });
  trade(1_000, 2);
  say(bar(0, 2), 1);
  for (let passedMs = 0; passedMs < 16_000; passedMs += heardEveryMs) {
    await clock.advance(heardEveryMs);
    line.heard();
  }
  say(bar(1, 1), 1);
  await clock.advance(100);
  expect([closed(), asked(), gaps()]).toEqual([[2], fetched, fetched]);
});

test.each(["doubted", "broke"] as const)("what may have been lost after its last state (%s) is fetched, what was lost before it is in it", async (event) => {
  const { clock, line, say, trade, closed, asked } = open({ answers: [5] });
  trade(1_000, 2);
  line[event]();
  say(bar(0, 2), 1);
  say(bar(1, 0), 1);
  expect([closed(), asked()]).toEqual([[2], 0]);
  line[event]();
  say(bar(2, 0), 1);
  await clock.advance(100);
  expect(asked()).toBe(1);
});

test("an answer without it, or with less than was told, is asked for again", async () => {
  const { clock, say, trade, closed, asked, gaps } = open({ answers: [undefined, 1, 3] });
  trade(1_000, 3);
  say(bar(0, 2), 1);
  say(bar(1, 4), 1);
  await clock.advance(2_500);
  expect([closed(), asked()]).toEqual([[], 1]);
  await clock.advance(2_000);
  expect([closed(), asked()]).toEqual([[], 2]);
  await clock.advance(8_000);
  expect([closed(), asked(), gaps()]).toEqual([[3], 3, 0]);
});

test("it is missing, and a gap, rather than wrong", async () => {
  const { clock, say, trade, closed, asked, gaps } = open({ answers: [1] });
  trade(1_000, 3);
  say(bar(0, 2), 1);
  say(bar(1, 4), 1);
  await clock.advance(40_000);
  expect([closed(), asked(), gaps()]).toEqual([[], 4, 1]);
});

test("where bars never hold just the trades, and are right all the same, not every one is fetched for ever", async () => {
  const { clock, say, trade, closed, asked, gaps } = open({ answers: [5] });
  for (let minute = 0; minute < 40; minute++) {
    trade(minute * MINUTE_MS + 1_000, 4.5);
    say(bar(minute, 5), 2);
    say(bar(minute + 1, 0.1), 1);
    await clock.advance(3_000);
  }
  expect(closed()).toEqual(Array.from({ length: 40 }, () => 5));
  // Five, then one in fifteen.
  expect([asked(), gaps()]).toEqual([7, 0]);
});

test("one that holds just the trades ends that, and a later one that does not is fetched again", async () => {
  const { clock, say, trade, asked } = open({ answers: [5] });
  for (let minute = 0; minute < 8; minute++) {
    trade(minute * MINUTE_MS + 1_000, minute === 6 ? 5 : 4.5);
    say(bar(minute, 5), 2);
    say(bar(minute + 1, 0.1), 1);
    await clock.advance(3_000);
    if (minute === 5) expect(asked()).toBe(5);
  }
  expect(asked()).toBe(6);
});

test("where trades are not followed its last state is its end", () => {
  const { say, closed } = open({ countsTrades: false });
  say(bar(0, 2), 1);
  say(bar(1, 4), 1);
  expect(closed()).toEqual([2]);
});

test("states go on when the exchange's clock, which was ahead, is set back", async () => {
  const { clock, line, told } = open();
  const states = (): number[] => told().map(({ volume = 0 }) => volume);
  line.accept(bar(0, 1), START + 3_600_000);
  for (let second = 1; second <= 20; second++) {
    await clock.advance(1_000);
    line.accept(bar(0, 1 + second), clock.now());
  }
  expect(states()).toEqual([1, 17, 18, 19, 20, 21]);
});
