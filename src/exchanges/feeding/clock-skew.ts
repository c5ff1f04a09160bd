import { MINUTE_MS, type Ms } from "#core/units.ts";
import { repeat } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import { type StreamMonitor, createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { StreamHealth } from "#exchanges/exchange.ts";
import type { FeedPlan } from "./feed-plan.ts";

/** How far the exchange's clock is from ours, by its own word and half of the way taken off: what a one-way delay alone cannot tell. */
export interface ClockWatch extends Pick<StreamMonitor, "closed"> {
  health(): StreamHealth;
  readonly done: Promise<void>;
}

const EVERY_MS = MINUTE_MS;
/** Of the last answers the one that took the shortest way counts: its half is the best known. */
const KEPT = 5;
/** Clocks that are further apart put trades into the wrong minute now and then. */
const NOTABLE_MS = 2_000;

interface Sample {
  readonly aheadMs: number;
  readonly wayMs: number;
}

/** Asks the exchange for its time once a minute; undefined where it tells none. */
export function watchServerTime({ label, serverTime, timing, pause }: FeedPlan, signal: AbortSignal): ClockWatch | undefined {
  if (serverTime === undefined) return undefined;
  const { clock } = timing;
  const monitor = createStreamMonitor({ stream: "clock", instrument: undefined, staleAfterMs: 5 * EVERY_MS, pause }, clock);
  const samples: Sample[] = [];
  let wrongSince: Ms | undefined;
  monitor.opened();
  return {
    health: () => ({
      ...monitor.health(),
      skewMs: best()?.aheadMs,
      ...(wrongSince !== undefined && { problem: words(best()?.aheadMs ?? 0), problemAt: wrongSince }),
    }),
    closed: () => monitor.closed(),
    done: repeat(clock, { everyMs: EVERY_MS, signal }, async () => {
      try {
        const askedAt = clock.now();
        const theirs = await serverTime(signal);
        add(theirs, askedAt);
      } catch (error) {
        if (!signal.aborted) monitor.failed(messageOf(error));
      }
    }),
  };

  function add(theirs: Ms, askedAt: Ms): void {
    const wayMs = clock.now() - askedAt;
    if (wayMs < 0) return; // our clock was set while we waited
    const aheadMs = theirs - (askedAt + wayMs / 2);
    const before = best();
    // One of the clocks was set: what was measured before is of no use.
    if (before !== undefined && Math.abs(aheadMs - before.aheadMs) > NOTABLE_MS + wayMs / 2) samples.length = 0;
    samples.push({ aheadMs, wayMs });
    if (samples.length > KEPT) samples.shift();
    monitor.received();
    wrongSince = Math.abs(best()?.aheadMs ?? 0) >= NOTABLE_MS ? (wrongSince ?? clock.now()) : undefined;
  }

  function words(aheadMs: number): string {
    const seconds = (Math.abs(aheadMs) / 1_000).toFixed(1);
    return `the clock of ${label} is ${seconds} s ${aheadMs > 0 ? "ahead of" : "behind"} ours; is this machine's right?`;
  }

  function best(): Sample | undefined {
    return samples.reduce<Sample | undefined>((shortest, sample) => (shortest === undefined || sample.wayMs <= shortest.wayMs ? sample : shortest), undefined);
  }
}
