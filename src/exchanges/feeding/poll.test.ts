import { expect, test } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { runPoll } from "./poll.ts";

const START = Date.UTC(2026, 5, 1, 12);
const everyMs = 5 * MINUTE_MS;

/** When a poll asks in its first quarter of an hour, in ms since its start, and how long its stream is not live. */
async function asked(phase: number, { every = everyMs } = {}): Promise<{ at: readonly number[]; liveAt: number | undefined }> {
  const clock = createHandClock(START);
  const at: number[] = [];
  const monitor = createStreamMonitor({ stream: "ratio", instrument: "plain:BTC", staleAfterMs: 5 * every }, clock);
  const stopping = new AbortController();
  const ask = async () => {
    at.push(clock.now() - START);
    return [];
  };
  const poll = { stream: "ratio", everyMs: every, staleAfterMs: 5 * every, ask } as const;
  const running = runPoll({ poll, monitor, timing: { clock, random: () => phase }, signal: stopping.signal, emit: () => undefined });
  let liveAt: number | undefined;
  await clock.advance(0);
  while (clock.now() < START + 3 * everyMs) {
    if (monitor.health().state === "live") liveAt ??= clock.now() - START;
    await clock.advance(1_000);
  }
  stopping.abort();
  await running;
  return { at, liveAt };
}

test.each([0, 0.25, 0.75])("is asked and live within ten seconds of the start, then at its own phase (%d)", async (phase) => {
  const { at, liveAt } = await asked(phase);
  const first = 10_000 * phase;
  const second = first + everyMs * (1 - phase);
  expect(at).toEqual([first, second, second + everyMs, second + 2 * everyMs].filter((time) => time <= 3 * everyMs));
  expect(liveAt).toBeLessThanOrEqual(11_000);
});

test("one that is asked more often than that begins within its interval", async () => {
  const { at } = await asked(0.5, { every: 4_000 });
  expect(at.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 12_000]);
});

test("values go on when the exchange's clock, which was ahead, is set back", async () => {
  const clock = createHandClock(START);
  const monitor = createStreamMonitor({ stream: "open-interest", instrument: "plain:BTC", staleAfterMs: 60_000 }, clock);
  const stopping = new AbortController();
  let aheadMs = 3_600_000;
  const told: number[] = [];
  const ask = () => Promise.resolve([{ kind: "open-interest", instrument: "plain:BTC", time: asMs(clock.now() + aheadMs), openInterest: 7 } as const]);
  const poll = { stream: "open-interest", everyMs: 5_000, staleAfterMs: 60_000, ask } as const;
  const emit = (events: readonly MarketEvent[]): void => void told.push(...events.map(() => clock.now() - START));
  const running = runPoll({ poll, monitor, timing: { clock, random: () => 0 }, signal: stopping.signal, emit });
  await clock.advance(0);
  for (let second = 0; second < 40; second++) {
    if (second === 11) aheadMs = 0;
    await clock.advance(1_000);
  }
  stopping.abort();
  await running;
  expect(told).toEqual([0, 5_000, 10_000, 30_000, 35_000, 40_000]);
});
