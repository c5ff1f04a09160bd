import { afterEach, expect, test } from "vitest";
import type { CandleEvent, LiquidationEvent, TradeEvent } from "#core/events.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { DeskSources, KeyedTrade, StreamName } from "./feed-plan.ts";
import type { Datum, TickerDatum } from "./frame.ts";
import { ID, NOW, type PlainExchange, startPlainExchange } from "./plain-exchange.conformance.ts";

let exchange: PlainExchange;
afterEach(() => exchange.stop());

async function start(streams: readonly StreamName[], sources: DeskSources = {}): Promise<PlainExchange> {
  exchange = await startPlainExchange({ streams: streams.map((stream) => ({ stream, staleAfterMs: undefined })), sources });
  await isCarried(streams);
  return exchange;
}

const isCarried = (streams: readonly StreamName[]) =>
  exchange.clock.advanceUntil(() => streams.every((stream) => exchange.healthOf(stream).state === "live" && exchange.server.lines().length === 1));

async function breakLine(streams: readonly StreamName[]): Promise<void> {
  exchange.server.lines()[0].socket.terminate();
  await exchange.clock.advanceUntil(() => exchange.server.opened() === 2);
  await isCarried(streams);
}

const ticker = (after: number, fields: Partial<TickerDatum>): Datum => ({ kind: "ticker", instrument: ID, time: asMs(NOW + after), ...fields });
const trade = (after: number, size = 1): TradeEvent => ({ kind: "trade", instrument: ID, time: asMs(NOW + after), price: 60_000, size, takerSide: "buy" });
const trades = (...all: readonly (readonly [key: string, event: TradeEvent])[]): Datum => ({
  kind: "trades",
  instrument: ID,
  events: all.map(([, event]) => event),
  keys: all.map(([key]) => key),
});
const liquidation = (after: number, size: number): LiquidationEvent => ({
  kind: "liquidation",
  instrument: ID,
  time: asMs(NOW + after),
  positionSide: "long",
  price: 60_000,
  size,
});
const liquidations = (...events: readonly LiquidationEvent[]): Datum => ({ kind: "liquidations", instrument: ID, events });
const bar = (minute: number, close: number, closed = false): CandleEvent => ({
  kind: "candle",
  instrument: ID,
  price: "last",
  openTime: asMs(NOW + minute * MINUTE_MS),
  intervalMs: MINUTE_MS,
  open: 1,
  high: 9,
  low: 1,
  close,
  closed,
});
const candle = (minute: number, close: number): Datum => ({ kind: "candle", instrument: ID, event: bar(minute, close) });
const sizes = (): number[] => exchange.heard.events.flatMap((event) => ("size" in event ? event.size : []));

test("a ticker that leaves fields out means that they have not changed", async () => {
  const { heard, say } = await start(["mark", "open-interest"]);
  say(ticker(1, { index: 59_990, fundingRate: 0.0001, nextFundingTime: asMs(NOW + 60_000) }), ticker(2, { mark: 60_000 }), ticker(3, { index: 59_995 }));
  say(ticker(4, { mark: 60_010, fundingRate: 0 }), ticker(4, { mark: 1 }), ticker(3, { mark: 2 }));
  say(ticker(5, { openInterest: 7 }));
  await heard.until(["open-interest"]);
  expect(heard.events).toEqual([
    { kind: "mark", instrument: ID, time: NOW + 2, mark: 60_000, index: 59_990, fundingRate: 0.0001, nextFundingTime: NOW + 60_000 },
    { kind: "mark", instrument: ID, time: NOW + 4, mark: 60_010, index: 59_995, fundingRate: 0, nextFundingTime: NOW + 60_000 },
    { kind: "open-interest", instrument: ID, time: NOW + 5, openInterest: 7 },
  ]);
});

test("open interest is told every five seconds, and the last value is not lost", async () => {
  const { heard, say } = await start(["mark", "open-interest"]);
  say(ticker(1_000, { openInterest: 1 }), ticker(2_000, { openInterest: 2 }), ticker(3_000, { openInterest: 3 }), ticker(9_000, { mark: 60_000 }));
  await heard.until(["mark", "open-interest"]);
  await heard.untilTrue(() => heard.count() === 3);
  expect(heard.events.flatMap((event) => (event.kind === "open-interest" ? [[event.time - NOW, event.openInterest]] : []))).toEqual([
    [1_000, 1],
    [3_000, 3],
  ]);
});

test("trades without ids: a repeat is told by its key, and what was missed is among the newest", async () => {
  const recent = [trade(10, 2), trade(20, 3), trade(30, 4)].map((event, i) => ({ key: "bcd"[i], event }));
  const { heard, say, healthOf } = await start(["trades"], { trades: { by: "key", fetchRecent: () => Promise.resolve(recent) } });
  say(trades(["a", trade(10)], ["b", trade(10, 2)]), trades(["a", trade(10)]));
  await heard.untilTrue(() => heard.count() === 2);
  await breakLine(["trades"]);
  say(trades(["c", trade(20, 3)], ["e", trade(40, 5)]));
  await heard.untilTrue(() => heard.count() === 5);
  expect(sizes().toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  expect(healthOf("trades")).toMatchObject({ gaps: 0, problem: "trades that came while the line was down have been fetched" });
});

test("trades without ids: a hole that the newest do not cover is a gap", async () => {
  const { clock, heard, say, healthOf } = await start(["trades"], {
    trades: { by: "key", fetchRecent: () => Promise.resolve([{ key: "z", event: trade(99, 9) }]) },
  });
  say(trades(["a", trade(10)]));
  await heard.untilTrue(() => heard.count() === 1);
  await breakLine(["trades"]);
  await clock.advanceUntil(() => healthOf("trades").gaps === 1);
  expect(sizes()).toEqual([1, 9]);
});

/** Pages of older trades, newest first. */
async function* pages(...all: readonly (readonly (readonly [key: string, event: TradeEvent])[])[]) {
  for (const page of all) yield page.map(([key, event]) => ({ key, event }));
}

test("trades without ids: a hole deeper than the newest is filled from older pages, back to one that was heard", async () => {
  const { heard, say, healthOf } = await start(["trades"], {
    trades: {
      by: "key",
      fetchRecent: () => Promise.resolve([{ key: "f", event: trade(9_000, 6) }]),
      // The times of the older ones are whole seconds.
      fetchOlder: () =>
        pages(
          [
            ["f", trade(9_000, 6)],
            ["e", trade(8_000, 5)],
          ],
          [
            ["d", trade(7_000, 4)],
            ["c", trade(1_000, 3)],
          ],
          [
            ["b", trade(1_000, 2)],
            ["z", trade(0, 9)],
          ],
        ),
    },
  });
  say(trades(["b", trade(1_400, 2)]));
  await heard.untilTrue(() => heard.count() === 1);
  await breakLine(["trades"]);
  await heard.untilTrue(() => heard.count() === 5);
  expect(sizes()).toEqual([2, 3, 4, 5, 6]);
  expect(healthOf("trades")).toMatchObject({ gaps: 0, problem: "trades that came while the line was down have been fetched" });
});

test("trades without ids: older pages that call trades by other keys fill nothing", async () => {
  const { clock, heard, say, healthOf } = await start(["trades"], {
    trades: {
      by: "key",
      fetchRecent: () => Promise.resolve([{ key: "z", event: trade(9_000, 9) }]),
      fetchOlder: () =>
        pages(
          [["1", trade(8_000, 8)]],
          [
            ["2", trade(0)],
            ["3", trade(-2_000, 3)],
          ],
        ),
    },
  });
  say(trades(["a", trade(10)]));
  await heard.untilTrue(() => heard.count() === 1);
  await breakLine(["trades"]);
  await clock.advanceUntil(() => healthOf("trades").gaps === 1);
  expect(sizes()).toEqual([1, 9]);
});

test("trades without ids: one that was missed on a living line is found by looking back", async () => {
  const recent = [trade(5, 7), trade(10), trade(20, 3), trade(30, 4)].map((event, i) => ({ key: "zacd"[i], event }));
  const { clock, heard, say, healthOf } = await start(["trades"], { trades: { by: "key", recentTrades: 100, fetchRecent: () => Promise.resolve(recent) } });
  say(trades(["a", trade(10)]), trades(["d", trade(30, 4)]));
  await heard.untilTrue(() => heard.count() === 2);
  await clock.advanceUntil(() => heard.count() === 3, 1_000);
  expect(clock.now() - NOW).toBeLessThan(40_000);
  await clock.advance(60_000);
  expect(sizes()).toEqual([1, 4, 3]);
  expect(healthOf("trades")).toMatchObject({ gaps: 1, problem: "1 trades were missed and have been fetched" });
});

test("trades without ids: looking back finds more missed than it shows, which is a gap of its own", async () => {
  const recent = [trade(5_000, 2), trade(6_000, 3)].map((event, i) => ({ key: "yz"[i], event }));
  const { clock, heard, say, healthOf } = await start(["trades"], { trades: { by: "key", recentTrades: 2, fetchRecent: () => Promise.resolve(recent) } });
  say(trades(["a", trade(10)]));
  await heard.untilTrue(() => heard.count() === 1);
  await clock.advanceUntil(() => heard.count() === 3, 1_000);
  expect(healthOf("trades")).toMatchObject({ gaps: 2, problem: `trades since ${new Date(NOW + 5_000).toISOString()} are lost in part` });
});

test.each([
  { begins: "after", gaps: 1 },
  { begins: "before", gaps: 0 },
])("trades without ids: a silence is a gap when the first look after it begins $begins it", async ({ begins, gaps }) => {
  let recent: readonly KeyedTrade[] | undefined;
  const fetchRecent = () => (recent ? Promise.resolve(recent) : Promise.reject(new Error("too many requests")));
  const { clock, heard, say, healthOf } = await start(["trades"], { trades: { by: "key", recentTrades: 100, fetchRecent } });
  const [first, second] = [trade(10), trade(20_000, 2)];
  say(trades(["a", first]));
  await heard.untilTrue(() => heard.count() === 1);
  await clock.advance(20_000);
  say(trades(["b", second]));
  await heard.untilTrue(() => heard.count() === 2);
  recent =
    begins === "before"
      ? [
          { key: "a", event: first },
          { key: "b", event: second },
        ]
      : [{ key: "b", event: second }];
  await clock.advance(40_000);
  expect(healthOf("trades").gaps).toBe(gaps);
});

test("trades without ids: a frame that cannot be read has them looked for, once for all of a moment", async () => {
  const recent = [trade(10), trade(20, 3)].map((event, i) => ({ key: "ac"[i], event }));
  let looks = 0;
  const fetchRecent = () => {
    looks++;
    return Promise.resolve(recent);
  };
  const { clock, heard, say, healthOf, garble } = await start(["trades"], { trades: { by: "key", fetchRecent } });
  say(trades(["a", trade(10)]));
  await heard.untilTrue(() => heard.count() === 1);
  garble(3);
  await clock.advanceUntil(() => heard.count() === 2);
  expect(sizes()).toEqual([1, 3]);
  expect(looks).toBe(1);
  expect(healthOf("trades")).toMatchObject({ gaps: 1, problem: "1 trades were missed and have been fetched" });
});

test("trades without ids: a frame that cannot be read is a gap when the newest do not reach back to it, or may not be asked for again so soon", async () => {
  let looks = 0;
  const fetchRecent = () => {
    looks++;
    return Promise.resolve([{ key: "b", event: trade(100) }]);
  };
  const { clock, heard, say, healthOf, garble } = await start(["trades"], { trades: { by: "key", fetchRecent } });
  say(trades(["a", trade(10)]));
  await heard.untilTrue(() => heard.count() === 1);
  garble(1);
  // What is lost in part, and what is found.
  await clock.advanceUntil(() => healthOf("trades").gaps === 2 && heard.count() === 2);
  await clock.advance(5_000);
  garble(1);
  await clock.advanceUntil(() => healthOf("trades").gaps === 3);
  expect(looks).toBe(1);
});

test("trades without ids: a bar of more volume than its trades is a gap, where bars count them", async () => {
  const { clock, heard, say, healthOf } = await start(["trades", "candles"], {
    trades: { by: "key", barsCountThem: true },
    candles: { closedBy: "next", fetchRange: (from) => Promise.resolve([{ ...bar((from - NOW) / MINUTE_MS, 2, true), volume: from === NOW ? 9 : 2.5 }]) },
  });
  const measured = (minute: number, volume: number): Datum => ({ kind: "candle", instrument: ID, event: { ...bar(minute, 2), volume } });
  // Nobody knows what the first minute held before it was listened to.
  say(trades(["a", trade(30_000)]), measured(0, 9), trades(["b", trade(MINUTE_MS + 1, 2)], ["c", trade(MINUTE_MS + 2, 0.1)]), measured(1, 2.1));
  await clock.advanceUntil(() => heard.events.some((event) => event.kind === "candle" && event.closed));
  say(trades(["d", trade(2 * MINUTE_MS + 1, 2)]), measured(2, 2.5), measured(3, 1));
  await clock.advanceUntil(() => healthOf("trades").gaps > 0);
  await clock.advance(15_000);
  expect(healthOf("trades")).toMatchObject({ gaps: 1, problem: expect.stringContaining("trades of 0.5 in the minute") as string });
});

test("trades without ids: a running bar of more volume than its trades has them looked for, and no gap is left when they are found", async () => {
  let looks = 0;
  const fetchRecent = () => {
    looks++;
    return Promise.resolve([{ key: "missed", event: trade(MINUTE_MS + 5, 0.5) }]);
  };
  const { clock, heard, say, healthOf } = await start(["trades", "candles"], {
    trades: { by: "key", barsCountThem: true, fetchRecent },
    candles: { closedBy: "next", fetchRange: () => Promise.resolve([]) },
  });
  const measured = (volume: number): Datum => ({ kind: "candle", instrument: ID, event: { ...bar(1, 2), volume } });
  say(trades(["a", trade(30_000)]), trades(["b", trade(MINUTE_MS + 1, 2)]), measured(2), measured(2.5));
  await heard.untilTrue(() => heard.count() === 4);
  await clock.advance(6_000);
  expect(sizes()).toEqual([1, 2, 0.5]);
  expect({ looks, problem: healthOf("trades").problem }).toEqual({ looks: 1, problem: "1 trades were missed and have been fetched" });
});

test("a frame that cannot be read is a hole in liquidations, those of five seconds one", async () => {
  const { clock, healthOf, garble } = await start(["liquidations"]);
  garble(3);
  await clock.advanceUntil(() => healthOf("liquidations").gaps === 1);
  await clock.advance(6_000);
  garble(1);
  await clock.advanceUntil(() => healthOf("liquidations").gaps === 2);
});

test("where trades are missing, liquidations may be: an exchange can go silent and say nothing", async () => {
  const { clock, say, healthOf } = await start(["trades", "liquidations"], { trades: { by: "id", fetchSpan: () => Promise.resolve([]) } });
  const numbered = (id: number): Datum => ({ kind: "trades", instrument: ID, events: [{ ...trade(id), id }] });
  say(numbered(3), numbered(9));
  await clock.advanceUntil(() => healthOf("liquidations").gaps === 1);
  expect(healthOf("liquidations").problem).toBe("trades are missing: liquidations of that moment may be lost");
});

test("looks back sooner the more is traded", async () => {
  const looks: number[] = [];
  const { clock, heard, say } = await start(["trades"], {
    trades: {
      by: "key",
      recentTrades: 10,
      fetchRecent() {
        looks.push(exchange.clock.now() - NOW);
        return Promise.resolve([]);
      },
    },
  });
  say(...Array.from({ length: 5 }, (_, i) => trades([String(i), trade(i)])));
  await heard.untilTrue(() => heard.count() === 5);
  await clock.advanceUntil(() => looks.length === 1, 1_000);
  expect(looks[0]).toBeLessThanOrEqual(6_000);
});

test("a bar that is never marked as closed is closed by the next, but not by what was seen before a break", async () => {
  const fetched = bar(1, 7, true);
  const streams = ["candles"] as const;
  const { heard, say, healthOf } = await start(streams, { candles: { closedBy: "next", fetchRange: () => Promise.resolve([fetched]) } });
  say(candle(0, 2), candle(0, 3), candle(1, 4));
  await heard.untilTrue(() => heard.count() === 4);
  await breakLine(streams);
  say(candle(2, 5));
  await heard.untilTrue(() => heard.count() === 5);
  say(candle(2, 6), candle(3, 8));
  await heard.untilTrue(() => heard.count() === 8);
  const closes = heard.events.flatMap((event) => (event.kind === "candle" ? [[(event.openTime - NOW) / MINUTE_MS, event.close, event.closed]] : []));
  expect(closes.filter(([, , closed]) => closed)).toEqual([
    [0, 3, true],
    [1, 7, true],
    [2, 6, true],
  ]);
  expect(healthOf("candles").gaps).toBe(1);
});

test("equal forced orders of one message are different, of two messages the same; what the exchange keeps is fetched after a break", async () => {
  const { clock, heard, say, healthOf } = await start(["liquidations"], {
    liquidations: { fetchSince: () => Promise.resolve([liquidation(1, 2), liquidation(1, 2), liquidation(2, 1), liquidation(9, 4), liquidation(9, 4)]) },
  });
  say(liquidations(liquidation(1, 2), liquidation(1, 2), liquidation(2, 1)), liquidations(liquidation(1, 2), liquidation(3, 3)));
  await heard.untilTrue(() => heard.count() === 4);
  await breakLine(["liquidations"]);
  await clock.advanceUntil(() => heard.count() === 6);
  await clock.advance(200_000);
  expect(sizes()).toEqual([2, 2, 1, 3, 4, 4]);
  expect(heard.events.map((event) => (event as LiquidationEvent).ordinal ?? 0)).toEqual([0, 1, 0, 0, 0, 1]);
  expect(healthOf("liquidations").gaps).toBe(1);
});

test("trades that stand for several ids leave no gap, and one of them that is missing does", async () => {
  const asked: [number, number][] = [];
  const { clock, heard, say, healthOf } = await start(["trades"], {
    trades: {
      by: "id",
      fetchSpan(first, last) {
        asked.push([first, last]);
        return Promise.resolve([{ ...trade(8), id: last }]);
      },
    },
  });
  const joined = (id: number, span: number): Datum => ({ kind: "trades", instrument: ID, events: [{ ...trade(id), id }], spans: [span] });
  say(joined(3, 3), joined(7, 4), joined(12, 3));
  await clock.advanceUntil(() => heard.count() === 5);
  expect(asked).toEqual([
    [8, 9],
    [8, 8],
  ]);
  expect(healthOf("trades")).toMatchObject({ gaps: 1, problem: "2 trades were missing and have come or been fetched" });
});

test("data of a stream that nobody asked for are dropped and counted", async () => {
  const { heard, say, healthOf } = await start(["mark"]);
  say(liquidations(liquidation(1, 1)), ticker(1, { mark: 60_000 }));
  await heard.until(["mark"]);
  expect(healthOf("connection main")).toMatchObject({ dropped: 1, problem: `unexpected liquidations of ${ID}` });
});

test("when a line is back it is said which liquidations are lost, though what kept it away was said meanwhile", async () => {
  const { say, healthOf, clock, server } = await start(["liquidations"]);
  say(liquidations(liquidation(1, 1)));
  await exchange.heard.untilTrue(() => sizes().length === 1);
  const brokeAt = clock.now();
  server.lines()[0].socket.terminate();
  await clock.advanceUntil(() => server.opened() === 2, 500);
  await isCarried(["liquidations"]);
  const { gaps, problem } = healthOf("liquidations");
  expect(gaps).toBe(1);
  const [from, to] = (/from (\S+) to (\S+), while the line was down, are lost$/.exec(problem ?? "") ?? []).slice(1).map((at) => Date.parse(at));
  expect(from).toBeGreaterThanOrEqual(brokeAt);
  expect(to - from).toBeGreaterThanOrEqual(100);
});
