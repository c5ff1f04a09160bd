import type { MarketEvent } from "#core/events.ts";
import { type Timing, repeat } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { Poll } from "./feed-plan.ts";
import { createStampOrder } from "./stamp-order.ts";

export interface PollOptions {
  readonly poll: Poll;
  readonly monitor: StreamMonitor;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly emit: (events: readonly MarketEvent[]) => void;
}

/** The polls of many instruments begin within this long of each other; an exchange's budget may hold them back for longer. */
const FIRST_WITHIN_MS = 10_000;

/** Asks once soon, then on a schedule until aborted. Times are the exchange's own; a value that is not younger than the last is no news. */
export async function runPoll({ poll, monitor, timing, signal, emit }: PollOptions): Promise<void> {
  const { everyMs, ask } = poll;
  let lastTime = 0;
  const stamps = createStampOrder(timing.clock);
  monitor.opened();
  const phase = timing.random();
  await timing.clock.sleep(Math.min(everyMs, FIRST_WITHIN_MS) * phase, signal).catch(() => undefined);
  if (!signal.aborted) await askOnce();
  // Spreads the polls of many instruments over the interval.
  await timing.clock.sleep(everyMs * (1 - phase), signal).catch(() => undefined);
  await repeat(timing.clock, { everyMs, signal }, askOnce);

  async function askOnce(): Promise<void> {
    try {
      const answer = await ask();
      monitor.received();
      const newest = Math.max(...answer.map(({ time }) => time));
      if (answer.length > 0 && stamps.beginsAnew(newest)) lastTime = 0;
      const fresh = answer.filter(({ time }) => time > lastTime);
      if (fresh.length === 0 || signal.aborted) return;
      lastTime = Math.max(...fresh.map(({ time }) => time));
      emit(fresh);
    } catch (error) {
      if (!signal.aborted) monitor.failed(messageOf(error));
    }
  }
}
