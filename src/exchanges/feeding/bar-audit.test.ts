import { expect, test } from "vitest";
import type { CandleEvent } from "#core/events.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { createBarAudit } from "./bar-audit.ts";

const ID = "peer:X";
const START = Date.UTC(2026, 5, 1, 12);

/** `found`: what a look brings of the minute, in its order. */
function open(found: (minute: number) => number = () => 0) {
  const clock = createHandClock(START);
  const monitor = createStreamMonitor({ stream: "trades", instrument: ID, staleAfterMs: undefined }, clock);
  let looks = 0;
  let minute = 0;
  const trade = (afterMs: number, size: number) =>
    audit.add([{ kind: "trade", instrument: ID, time: asMs(START + afterMs), price: 1, size, takerSide: "buy" }]);
  const audit = createBarAudit({
    monitor,
    clock,
    signal: new AbortController().signal,
    look: async () => {
      looks++;
      if (found(minute) > 0) trade(minute * MINUTE_MS + 2, found(minute));
    },
    onUncounted: () => undefined,
  });
  trade(-1, 1);
  const passMinute = async (told: number, volume: number): Promise<void> => {
    trade(minute * MINUTE_MS + 1, told);
    const bar: CandleEvent = {
      kind: "candle",
      instrument: ID,
      price: "last",
      openTime: asMs(START + minute * MINUTE_MS),
      intervalMs: MINUTE_MS,
      open: 1,
      high: 1,
      low: 1,
      close: 1,
      volume,
      closed: false,
    };
    for (let second = 0; second < 60; second += 2) {
      audit.compare(bar);
      await clock.advance(2_000);
    }
    audit.compare({ ...bar, closed: true });
    await clock.advance(20_000);
    minute++;
  };
  return { passMinute, looks: () => looks, gaps: () => monitor.health().gaps };
}

test("what a look brings is no gap, what it does not bring is one", async () => {
  const { passMinute, looks, gaps } = open((minute) => (minute === 0 ? 0.5 : 0));
  await passMinute(4.5, 5);
  expect([looks(), gaps()]).toEqual([1, 0]);
  await passMinute(4.5, 5);
  expect(looks()).toBeGreaterThan(2);
  expect(gaps()).toBe(1);
});

test("where bars never hold just the trades every minute counts as a gap, and they are looked into ever less often", async () => {
  const { passMinute, looks, gaps } = open();
  const perMinute: number[] = [];
  for (let minute = 0; minute < 30; minute++) {
    const before = looks();
    await passMinute(4.5, 5);
    perMinute.push(looks() - before);
  }
  expect(gaps()).toBe(30);
  expect(Math.min(...perMinute.slice(0, 5))).toBeGreaterThanOrEqual(5);
  expect(perMinute.slice(-15).reduce((sum, count) => sum + count)).toBeLessThanOrEqual(4);
});

test("a minute that is even again has the next ones looked into at once", async () => {
  const { passMinute, looks } = open();
  for (let minute = 0; minute < 12; minute++) await passMinute(4.5, 5);
  await passMinute(5, 5);
  const before = looks();
  for (let minute = 0; minute < 12; minute++) await passMinute(4.5, 5);
  expect(looks() - before).toBeGreaterThan(5);
});
