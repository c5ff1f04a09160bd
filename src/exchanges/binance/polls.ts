import type { FundingEvent, OpenInterestEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import { repeat } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { BinanceContext } from "./context.ts";

export interface PollOptions<Event> {
  readonly instrument: Instrument;
  readonly monitor: StreamMonitor;
  readonly signal: AbortSignal;
  readonly emit: (events: readonly Event[]) => void;
}

/** Between polls of one instrument: 5 s, and slower for more than fifty so that all together spend at most 600 weight a minute. */
export const openInterestEveryMs = (instruments: number): number => Math.max(5_000, instruments * 100);
export const OPEN_INTEREST_STALE_MS = 60_000;

/** There is no stream of open interest, so it is asked for. The time is Binance's own; a value as old as the last one is no news. */
export async function pollOpenInterest({ rest, timing }: BinanceContext, everyMs: number, options: PollOptions<OpenInterestEvent>): Promise<void> {
  const { instrument, monitor, signal, emit } = options;
  let lastTime = 0;
  // Spreads the polls of many instruments over the interval.
  await timing.clock.sleep(everyMs * timing.random(), signal).catch(() => undefined);
  await repeat(timing.clock, { everyMs, signal }, async () => {
    try {
      const { openInterest, time } = await rest.openInterest(instrument.symbol, signal);
      monitor.received();
      if (time <= lastTime || signal.aborted) return;
      lastTime = time;
      emit([{ kind: "open-interest", instrument: instrumentId(instrument), time: asMs(time), openInterest }]);
    } catch (error) {
      if (!signal.aborted) monitor.failed(messageOf(error));
    }
  });
}

/** Fetches funding settlements after they are due. */
export interface FundingPoll {
  /** The mark stream says when the next settlement is; a new time means that the one before has passed. */
  expect(nextFundingTime: Ms): void;
}

const SETTLEMENT_DELAY_MS = 10_000;
const SETTLEMENT_RETRY_MS = 30_000;
const SETTLEMENT_TRIES = 20;

export function createFundingPoll({ rest, timing }: BinanceContext, options: PollOptions<FundingEvent>): FundingPoll {
  const { instrument, monitor, signal, emit } = options;
  const { clock } = timing;
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
    for (let attempt = 1; attempt <= SETTLEMENT_TRIES; attempt++) {
      await clock.sleep(attempt === 1 ? SETTLEMENT_DELAY_MS : SETTLEMENT_RETRY_MS, signal);
      if (await fetchSince(due)) return;
    }
    monitor.gap(`the funding settlement of ${new Date(due).toISOString()} did not appear`);
  }

  async function fetchSince(due: Ms): Promise<boolean> {
    try {
      const startTime = lastTime === undefined ? due : Math.min(due, lastTime + 1);
      const rates = await rest.fundingRates({ symbol: instrument.symbol, startTime, endTime: clock.now() + SETTLEMENT_RETRY_MS }, signal);
      const settled = rates.filter(({ fundingTime }) => fundingTime > (lastTime ?? 0) && fundingTime >= startTime);
      if (settled.length === 0) return false;
      lastTime = Math.max(...settled.map(({ fundingTime }) => fundingTime));
      monitor.received();
      emit(
        settled.map(({ fundingTime, fundingRate }) => ({ kind: "funding", instrument: instrumentId(instrument), time: asMs(fundingTime), rate: fundingRate })),
      );
      return true;
    } catch (error) {
      if (!signal.aborted) monitor.failed(messageOf(error));
      return false;
    }
  }
}
