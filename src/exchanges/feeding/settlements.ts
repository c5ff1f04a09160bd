import type { FundingEvent } from "#core/events.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { DeskSources } from "./feed-plan.ts";

/** Fetches funding settlements after they are due. */
export interface Settlements {
  /** The ticker says when the next settlement is; a later time than before means that the one before has passed. */
  expect(nextFundingTime: Ms): void;
}

export interface SettlementOptions {
  readonly source: NonNullable<DeskSources["funding"]>;
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (events: readonly FundingEvent[]) => void;
}

const DELAY_MS = 10_000;
const RETRY_MS = 30_000;
const TRIES = 20;

export function createSettlements({ source, monitor, clock, signal, emit }: SettlementOptions): Settlements {
  let expected: Ms | undefined;
  let lastTime: number | undefined;

  return {
    expect(nextFundingTime) {
      if (expected !== undefined && nextFundingTime > expected) void settle(expected).catch(() => undefined);
      expected = nextFundingTime;
    },
  };

  /** Ends early only by the abort of the feed, which rejects the sleep. */
  async function settle(due: Ms): Promise<void> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      await clock.sleep(attempt === 1 ? DELAY_MS : RETRY_MS, signal);
      if (await fetchSince(due)) return;
    }
    monitor.gap(`the funding settlement of ${new Date(due).toISOString()} did not appear`);
  }

  async function fetchSince(due: Ms): Promise<boolean> {
    try {
      const from = asMs(lastTime === undefined ? due : Math.min(due, lastTime + 1));
      const settled = (await source.fetchSince(from)).filter(({ time }) => time >= from && time > (lastTime ?? 0));
      if (settled.length === 0 || signal.aborted) return false;
      lastTime = Math.max(...settled.map(({ time }) => time));
      monitor.received();
      emit(settled);
      return true;
    } catch (error) {
      if (!signal.aborted) monitor.failed(messageOf(error));
      return false;
    }
  }
}
