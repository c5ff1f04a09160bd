import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { SeriesReply } from "#wire/messages.ts";
import type { SideBar } from "#web/panes/pane.ts";
import type { CandleRange } from "#web/data/rest.ts";

export interface SeriesHistoryParts {
  readonly market: string;
  readonly level: number;
  readonly fetchSeries: (range: CandleRange, signal?: AbortSignal) => Promise<Pick<SeriesReply, "from" | "intervalMs" | SeriesKey>>;
}

/** What happened beside the price of one market at one level's column length, loaded piece by piece. */
export interface SeriesHistory {
  /** Oldest first. */
  readonly bars: readonly SideBar[];
  /** Loads the bars from that of `fromMs` to that of `toMs` and merges them in. */
  load(range: { fromMs: number; toMs: number }, signal: AbortSignal): Promise<void>;
  /** Forgets bars that had not ended by an instant. */
  cut(untilMs: number): void;
}

type SeriesKey =
  | "price"
  | "ratio"
  | "volumeUsd"
  | "takerDeltaUsd"
  | "takerSides"
  | "openInterestUsd"
  | "openInterestParts"
  | "fundingRate"
  | "longUsd"
  | "shortUsd";

export function createSeriesHistory({ market, level, fetchSeries }: SeriesHistoryParts): SeriesHistory {
  const intervalMs = HEAT_LEVELS[level].columnMs;
  let bars: readonly SideBar[] = [];
  return {
    get bars() {
      return bars;
    },
    async load({ fromMs, toMs }, signal) {
      const reply = await fetchSeries({ market, intervalMs, fromMs, toMs }, signal);
      bars = mergeSideBars(bars, barsOf(reply));
    },
    cut(untilMs) {
      bars = bars.filter(({ openTime }) => openTime + intervalMs <= untilMs);
    },
  };
}

function barsOf(reply: Awaited<ReturnType<SeriesHistoryParts["fetchSeries"]>>): SideBar[] {
  return reply.volumeUsd.map((volumeUsd, index) => ({
    openTime: reply.from + index * reply.intervalMs,
    price: reply.price[index],
    volumeUsd,
    takerDeltaUsd: reply.takerDeltaUsd[index],
    takersOf: reply.takerSides.without.length > 0 ? reply.takerSides.of : undefined,
    openInterestUsd: reply.openInterestUsd[index],
    openInterestOf: reply.openInterestParts.map(({ of, exchange, values }) => ({ of, exchange, usd: values[index] })),
    fundingRate: reply.fundingRate[index],
    ratio: reply.ratio[index],
    longUsd: reply.longUsd[index],
    shortUsd: reply.shortUsd[index],
  }));
}

/** In time order; of two of one bar the one that came later holds. */
export function mergeSideBars(known: readonly SideBar[], came: readonly SideBar[]): SideBar[] {
  const byTime = new Map([...known, ...came].map((bar) => [bar.openTime, bar]));
  return [...byTime.values()].sort((a, b) => a.openTime - b.openTime);
}
