import type { TradeEvent } from "#core/events.ts";
import { createRepeatFilter } from "#exchanges/connection/repeat-filter.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { TradesByKey } from "./feed-plan.ts";
import type { TradeLine } from "./trades-by-id.ts";

/** The trades of one instrument that only a key tells apart: each goes out once; after a break the newest are fetched. */
export interface KeyedTradeLine extends TradeLine {
  /** The line broke, or messages were let go. */
  broke(): void;
  /** It carries again. */
  returned(): void;
}

export interface TradesByKeyOptions {
  readonly monitor: StreamMonitor;
  readonly signal: AbortSignal;
  readonly source: TradesByKey | undefined;
  readonly emit: (trades: readonly TradeEvent[]) => void;
}

/** More than any exchange repeats after a subscription or gives in a page. */
const REMEMBERED = 4_096;

export function createTradesByKey({ monitor, signal, source, emit }: TradesByKeyOptions): KeyedTradeLine {
  const isRepeat = createRepeatFilter(REMEMBERED);
  let lastTime = 0;
  let missingSince: number | undefined;

  return {
    accept({ events, keys = [] }) {
      tell(events.filter((trade, i) => !isRepeat(keys[i] ?? keyOf(trade))));
    },
    broke() {
      if (lastTime > 0) missingSince ??= lastTime;
    },
    returned() {
      if (missingSince === undefined) return;
      void repair(missingSince);
      missingSince = undefined;
    },
  };

  function tell(trades: readonly TradeEvent[]): void {
    if (trades.length === 0) return;
    for (const { time } of trades) lastTime = Math.max(lastTime, time);
    emit(trades);
  }

  async function repair(since: number): Promise<void> {
    try {
      const recent = (await source?.fetchRecent?.()) ?? [];
      if (signal.aborted) return;
      const reachesBack = recent.some(({ event }) => event.time <= since);
      tell(recent.filter(({ event, key }) => event.time >= since && !isRepeat(key)).map(({ event }) => event));
      if (reachesBack) monitor.failed("trades that came while the line was down have been fetched");
      else monitor.gap(`trades since ${new Date(since).toISOString()} are lost in part`);
    } catch (error) {
      if (!signal.aborted) monitor.gap(`trades since ${new Date(since).toISOString()} could not be fetched: ${messageOf(error)}`);
    }
  }
}

const keyOf = ({ time, price, size, takerSide }: TradeEvent): string => `${time} ${takerSide} ${price} ${size}`;
