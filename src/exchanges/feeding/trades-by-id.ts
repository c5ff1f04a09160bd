import type { TradeEvent } from "#core/events.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { TradesById } from "./feed-plan.ts";
import type { TradesDatum } from "./frame.ts";

/** The trades of one instrument whose ids count up: repeats dropped, missing ids noticed, awaited and fetched. Each goes out once. */
export interface TradeLine {
  accept(datum: TradesDatum): void;
}

export interface TradesByIdOptions {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Undefined: what is missing stays missing. */
  readonly source: TradesById | undefined;
  readonly emit: (trades: readonly TradeEvent[]) => void;
}

/** Five pages of Binance, 100 weight: a minute of a busy market. A longer hole is left to the candles. */
const MOST_REPAIRED = 5_000;
/** Messages that overtook one another are in by then. */
const SETTLE_MS = 1_000;

export function createTradesById({ monitor, clock, signal, source, emit }: TradesByIdOptions): TradeLine {
  const missing = new Set<number>();
  let last: { readonly id: number; readonly time: number } | undefined;

  return {
    accept({ events, spans }) {
      const fresh = events.filter((trade, i) => isFresh(trade, spans?.[i] ?? 1));
      if (fresh.length > 0) emit(fresh);
    },
  };

  function isFresh({ id, time }: TradeEvent, span: number): boolean {
    if (id === undefined) return true;
    if (last !== undefined && id <= last.id) {
      if (found(id, span)) return true;
      if (time <= last.time) return false;
      // Later in time with a smaller id: the exchange has begun to count anew.
      monitor.gap(`trade ids begin anew at ${id}`);
      missing.clear();
    } else if (last !== undefined && id - span > last.id) {
      noteGap(last.id + 1, id - span);
    }
    last = { id, time };
    return true;
  }

  /** Was one of the missing, and is none any more. */
  function found(id: number, span: number): boolean {
    let was = false;
    for (let each = id - span + 1; each <= id; each++) was = missing.delete(each) || was;
    return was;
  }

  function noteGap(firstId: number, lastId: number): void {
    const count = lastId - firstId + 1;
    monitor.gap(`${count} trades missing`);
    if (missing.size + count > MOST_REPAIRED) return;
    for (let id = firstId; id <= lastId; id++) missing.add(id);
    void repair(firstId, lastId);
  }

  async function repair(firstId: number, lastId: number): Promise<void> {
    const count = lastId - firstId + 1;
    try {
      await clock.sleep(SETTLE_MS, signal);
      const isMissing = ({ id }: TradeEvent): boolean => id !== undefined && id >= firstId && id <= lastId && missing.has(id);
      for (;;) {
        const [low, high] = bounds(firstId, lastId);
        const page = low > high || signal.aborted ? [] : ((await source?.fetchSpan(low, high)) ?? []).filter(isMissing);
        if (page.length === 0) break;
        for (const { id } of page) missing.delete(id ?? 0);
        if (!signal.aborted) emit(page);
      }
      if (bounds(firstId, lastId)[0] > lastId) monitor.failed(`${count} trades were missing and have come or been fetched`);
    } catch (error) {
      if (!signal.aborted) monitor.failed(`missing trades could not be fetched: ${messageOf(error)}`);
    } finally {
      for (let id = firstId; id <= lastId; id++) missing.delete(id);
    }
  }

  /** Lowest and highest id that is still missing; an empty range when none is. */
  function bounds(firstId: number, lastId: number): [low: number, high: number] {
    let [low, high] = [firstId, lastId];
    while (low <= high && !missing.has(low)) low++;
    while (high >= low && !missing.has(high)) high--;
    return [low, high];
  }
}
