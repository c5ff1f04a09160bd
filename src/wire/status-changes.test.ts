import fc from "fast-check";
import { expect, test } from "vitest";
import { type MarketHealthMessage, type StatusMessage, statusReplySchema } from "./health.ts";
import { serverMessageSchema } from "./messages.ts";
import { statusAfter, statusChanges } from "./status-changes.ts";

const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const count = fc.integer({ min: 0, max: 3 });
const words = fc.constantFrom(null, "it is silent", "HTTP 429");
const feed = fc.record({
  exchange: fc.constantFrom("binance", "okx"),
  stream: fc.constantFrom("trades", "book"),
  market: fc.constantFrom(null, "binance:BTCUSDT"),
  state: fc.constantFrom("connecting" as const, "live" as const, "stale" as const),
  ageMs: nullable(fc.integer({ min: 0, max: 9_000 })),
  messages: count,
  dropped: count,
  gaps: count,
  reconnects: count,
  shed: count,
  perSecond: fc.double({ min: 0, max: 500, noNaN: true }),
  lagMs: nullable(count),
  skewMs: nullable(count),
  problem: words,
  problemAt: nullable(count),
});
const market = fc.record({
  market: fc.constantFrom("binance:BTCUSDT", "okx:BTC-USDT-SWAP"),
  exchange: fc.constant("binance"),
  exchangeLabel: fc.constant("Binance"),
  symbol: fc.constant("BTCUSDT"),
  ready: fc.boolean(),
  provisional: fc.boolean(),
  backfill: fc.oneof(
    fc.constant({ state: "done" as const, progress: 1 }),
    fc.record({
      state: fc.constant("running" as const),
      phase: fc.constantFrom("recent" as const, "history" as const),
      progress: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.constant({ state: "failed" as const, progress: 0.5, problem: "refused" }),
  ),
  asOf: nullable(count),
  staleMs: nullable(fc.integer({ min: 0, max: 90_000 })),
  sampling: fc.constantFrom(null, "complete" as const),
  printedShare: nullable(fc.double({ min: 0, max: 1, noNaN: true })),
  holes: count,
  missingMs: count,
  standing: fc.constantFrom("loading", "fresh", "late", "ended"),
  ended: fc.constantFrom(null, { at: 5, why: "delisted" as const }),
}) satisfies fc.Arbitrary<MarketHealthMessage>;
const reliability = fc.record({
  market: fc.constantFrom("a", "b"),
  grade: fc.constantFrom("A" as const, "B" as const),
  score: fc.constantFrom(0.5, 1),
  reasons: fc.array(fc.constantFrom("a gap", "young"), { maxLength: 2 }),
});
const store = fc.record({
  ok: fc.boolean(),
  failingSince: nullable(count),
  problem: words,
  queued: count,
  shed: count,
  refused: count,
  trades: nullable(fc.record({ bytes: count, lines: count, lost: count, problem: words })),
  frames: fc.constant(null),
});
const status: fc.Arbitrary<StatusMessage> = fc.record({
  source: fc.constantFrom("live" as const, "simulated" as const),
  asOf: count,
  staleMs: count,
  version: fc.constant("1"),
  layer: fc.constant("modelled" as const),
  model: fc.constantFrom("none yet", "ladder@4"),
  now: fc.integer({ min: 1_000, max: 99_000 }),
  clockFastMs: nullable(count),
  startedAt: fc.constant(0),
  feeds: fc.array(feed, { maxLength: 5 }),
  markets: fc.array(market, { maxLength: 4 }),
  store,
  reliability: fc.array(reliability, { maxLength: 3 }),
  memoryBytes: count,
  node: fc.constant("v20"),
});

/** As it comes out of the network. */
const sent = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

test("after any sequence of statuses, what the changes make of the first is the last", () => {
  fc.assert(
    fc.property(fc.array(status, { minLength: 1, maxLength: 6 }), ([first, ...later]) => {
      let before = first;
      let held = sent(first);
      for (const after of later) {
        const message = sent({ type: "status-changes" as const, changes: statusChanges(before, after) });
        serverMessageSchema.parse(message);
        held = statusAfter(held, message.changes);
        expect(statusReplySchema.parse(held)).toEqual(sent(after));
        before = after;
      }
    }),
  );
});

test("what has changed a little is told in a little, ages that only grow in nothing", () => {
  fc.assert(
    fc.property(status, fc.integer({ min: 1, max: 9_000 }), (before, elapsedMs) => {
      const older = (age: number | null) => (age === null ? null : age + elapsedMs);
      const after = {
        ...before,
        now: before.now + elapsedMs,
        feeds: before.feeds.map((each) => ({ ...each, ageMs: older(each.ageMs) })),
        markets: before.markets.map((each) => ({ ...each, staleMs: older(each.staleMs) })),
      };
      expect(statusChanges(before, after)).toEqual({ figures: { now: after.now }, feeds: {}, markets: {}, reliability: {} });
      const heard = { ...after, feeds: after.feeds.map((each, i) => (i === 1 ? { ...each, messages: each.messages + 7 } : each)) };
      expect(statusChanges(before, heard).feeds).toEqual(after.feeds.length > 1 ? { changed: { messages: { 1: after.feeds[1].messages + 7 } } } : {});
    }),
  );
});
