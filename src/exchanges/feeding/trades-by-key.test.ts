import { afterEach, expect, test } from "vitest";
import type { TradeEvent } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { KeyedTrade } from "./feed-plan.ts";
import { createTradesByKey } from "./trades-by-key.ts";

const NOW = Date.UTC(2026, 5, 1);
const ID: InstrumentId = "plain:BTC";
const stopping: AbortController[] = [];
afterEach(() => stopping.splice(0).forEach((each) => each.abort()));

/** A hundred trades, ten a second; the line keeps three of them to itself, two seconds long. */
const TRADED: readonly KeyedTrade[] = Array.from({ length: 100 }, (_, i) => ({
  key: String(i),
  event: { kind: "trade", instrument: ID, time: asMs(NOW + i * 100), price: 60_000, size: 1, takerSide: "buy" },
}));
const KEPT = new Set(["60", "61", "62"]);

test.each([
  { older: true, fate: "is fetched" },
  { older: false, fate: "is a gap" },
])("what a silence of seconds in heavy trading kept to itself $fate, though nobody answered meanwhile", async ({ older }) => {
  const clock = createHandClock(NOW);
  const ending = new AbortController();
  stopping.push(ending);
  const monitor = createStreamMonitor({ stream: "trades", instrument: ID, staleAfterMs: undefined }, clock);
  const told: TradeEvent[] = [];
  let answers = false;
  const line = createTradesByKey({
    monitor,
    clock,
    signal: ending.signal,
    emit: (trades) => told.push(...trades),
    source: {
      by: "key",
      recentTrades: 100,
      fetchRecent: () => (answers ? Promise.resolve(TRADED.slice(80)) : Promise.reject(new Error("too many requests"))),
      ...(older && {
        async *fetchOlder() {
          yield await Promise.resolve(TRADED.slice(40).toReversed());
        },
      }),
    },
  });
  for (const { key, event } of TRADED.filter((trade) => !KEPT.has(trade.key))) {
    if (key === "63") await clock.advance(2_000);
    line.accept({ kind: "trades", instrument: ID, events: [event], keys: [key] });
    await clock.advance(100);
  }
  expect(told).toHaveLength(97);
  expect(monitor.health().gaps).toBe(0);
  answers = true;
  await clock.advanceUntil(() => monitor.health().gaps === 1, 1_000);
  expect(told).toHaveLength(older ? 100 : 97);
  expect(monitor.health().problem).toMatch(older ? /^3 trades of a silence were missed and have been fetched$/ : /are lost in part$/);
});

test("trades that only REST tells, the newest among them, make a silent stream a failed one", async () => {
  const clock = createHandClock(NOW);
  const ending = new AbortController();
  stopping.push(ending);
  const monitor = createStreamMonitor({ stream: "trades", instrument: ID, staleAfterMs: 300_000 }, clock);
  monitor.opened();
  const line = createTradesByKey({
    monitor,
    clock,
    signal: ending.signal,
    emit: () => undefined,
    source: { by: "key", recentTrades: 100, fetchRecent: () => Promise.resolve(TRADED.filter(({ event }) => event.time <= clock.now())) },
  });
  monitor.received();
  line.accept({ kind: "trades", instrument: ID, events: [TRADED[0].event], keys: [TRADED[0].key] });
  await clock.advanceUntil(() => monitor.health().gaps === 1, 1_000);
  expect(monitor.health()).toMatchObject({ state: "stale", problem: "99 trades were missed and have been fetched" });
  expect(monitor.losesPatience()).toBe(true);
});
