import type { InstrumentId } from "#core/instrument.ts";
import { SECOND_MS } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { AccountWatchOptions } from "#exchanges/exchange.ts";
import { FILL_PAGE, type HyperliquidInfo } from "#exchanges/hyperliquid/info.ts";
import type { Fill } from "#exchanges/hyperliquid/schemas.ts";
import { forcedFills } from "./forced-fills.ts";

/** Reads the fills of accounts that may have been liquidated, and tells those that were forced. */
export interface ForcedReader {
  /** Of an account in [startTime, endTime]. Never rejects: what cannot be read now is owed. */
  read(account: string, span: FillSpan): Promise<void>;
  /** Asks for what is owed, where it is time to. Never rejects. */
  retry(): Promise<void>;
}

export interface FillSpan {
  readonly startTime: number;
  readonly endTime: number;
}

export interface ForcedReaderOptions {
  readonly info: Pick<HyperliquidInfo, "fills">;
  readonly watched: ReadonlySet<InstrumentId>;
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onEvents: AccountWatchOptions["onEvents"];
}

interface Owed {
  readonly account: string;
  readonly span: FillSpan;
  readonly tries: number;
  readonly dueAt: number;
}

const RETRY_MS = 30 * SECOND_MS;
/** Five minutes of an exchange that refuses. */
const MOST_TRIES = 10;
const MOST_OWED = 1_000;
/** Hyperliquid keeps the 10,000 newest fills of an account. */
const MOST_PAGES = 5;

export function createForcedReader({ info, watched, monitor, clock, signal, onEvents }: ForcedReaderOptions): ForcedReader {
  let owed: Owed[] = [];

  return {
    read: (account, span) => attempt({ account, span, tries: 0, dueAt: 0 }),
    async retry() {
      const next = owed.find(({ dueAt }) => dueAt <= clock.now());
      if (next === undefined) return;
      owed = owed.filter((each) => each !== next);
      await attempt(next);
    },
  };

  async function attempt({ account, span, tries }: Owed): Promise<void> {
    try {
      const events = forcedFills(account, await fillsBetween(account, span), watched);
      if (events.length > 0 && !signal.aborted) onEvents(events);
    } catch (error) {
      if (signal.aborted) return;
      if (tries + 1 < MOST_TRIES && owed.length < MOST_OWED) {
        owed.push({ account, span, tries: tries + 1, dueAt: clock.now() + RETRY_MS });
        return monitor.failed(`fills of an account that may have been liquidated could not be read yet: ${messageOf(error)}`);
      }
      monitor.gap(`fills of an account that may have been liquidated could not be read: ${messageOf(error)}`);
    }
  }

  async function fillsBetween(account: string, { startTime, endTime }: FillSpan): Promise<readonly Fill[]> {
    const fills: Fill[] = [];
    for (let from = startTime, page = 1; ; page++) {
      const rows = await info.fills(account, { startTime: from, endTime }, { isMore: page > 1, signal });
      const last = rows.at(-1)?.time ?? endTime;
      if (rows.length < FILL_PAGE || page === MOST_PAGES) return [...fills, ...rows];
      // Those of the last instant may go on beyond the page: the next begins with all of them.
      const before = rows.filter(({ time }) => time < last);
      fills.push(...(before.length > 0 ? before : rows));
      from = before.length > 0 ? last : last + 1;
    }
  }
}
