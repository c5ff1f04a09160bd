import type { TradeEvent } from "#core/events.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";

/** The trades of one instrument: repeats dropped, missing ids noticed and fetched where that is cheap. */
export interface TradeLine {
  accept(trade: TradeEvent): void;
}

export interface TradeLineOptions {
  readonly monitor: StreamMonitor;
  readonly signal: AbortSignal;
  /** Trades from `fromId` on, ascending, one page. */
  readonly fetchFrom: (fromId: number) => Promise<readonly TradeEvent[]>;
  readonly emit: (trades: readonly TradeEvent[]) => void;
}

/** Five pages, 100 weight: a minute of a busy market. A longer hole is left to the candles. */
const MOST_REPAIRED = 5_000;

export function createTradeLine({ monitor, signal, fetchFrom, emit }: TradeLineOptions): TradeLine {
  let last: { readonly id: number; readonly time: number } | undefined;
  return {
    accept(trade) {
      const { id, time } = trade;
      if (id !== undefined) {
        if (last !== undefined && id <= last.id) {
          if (time <= last.time) return;
          // Later in time with a smaller id: the exchange has begun to count anew.
          monitor.gap(`trade ids begin anew at ${id}`);
        } else if (last !== undefined && id > last.id + 1) {
          noteGap(last.id + 1, id - 1);
        }
        last = { id, time };
      }
      emit([trade]);
    },
  };

  function noteGap(firstId: number, lastId: number): void {
    const missing = lastId - firstId + 1;
    monitor.gap(`${missing} trades missing`);
    if (missing <= MOST_REPAIRED) void repair(firstId, lastId);
  }

  async function repair(firstId: number, lastId: number): Promise<void> {
    try {
      for (let fromId = firstId; fromId <= lastId;) {
        const page = (await fetchFrom(fromId)).filter(({ id }) => id !== undefined && id >= fromId);
        const found = page.filter(({ id }) => id !== undefined && id <= lastId);
        if (found.length === 0 || signal.aborted) return;
        emit(found);
        fromId = (page[page.length - 1].id ?? lastId) + 1;
      }
      monitor.failed(`${lastId - firstId + 1} trades were missing and have been fetched`);
    } catch (error) {
      if (!signal.aborted) monitor.failed(`missing trades could not be fetched: ${messageOf(error)}`);
    }
  }
}
