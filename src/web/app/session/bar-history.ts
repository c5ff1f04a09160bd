import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { CandleRow } from "#wire/messages.ts";
import { type Bar, barOfRow, foldCandle, mergeBars } from "#web/chart/bars.ts";
import type { CandleRange } from "#web/data/rest.ts";

export interface BarHistoryParts {
  readonly market: string;
  readonly level: number;
  readonly fetchCandles: (range: CandleRange, signal?: AbortSignal) => Promise<readonly CandleRow[]>;
}

/** The candles of one market at one level's column length, loaded piece by piece. */
export interface BarHistory {
  readonly bars: readonly Bar[];
  /** Loads [fromMs, toMs] and merges it in. */
  load(range: { fromMs: number; toMs: number }, signal: AbortSignal): Promise<void>;
  /** Takes a forming candle of one minute in; returns the bar it belongs to, and when the one before it opened where bars are missing between them. */
  take(candle: CandleRow): { bar: Bar; gapAfterMs: number | undefined } | undefined;
}

const MINUTE_MS = 60_000;

export function createBarHistory({ market, level, fetchCandles }: BarHistoryParts): BarHistory {
  const intervalMs = HEAT_LEVELS[level].columnMs;
  let bars: readonly Bar[] = [];

  /** The server's candles may end before the forming bar: its minutes complete it. */
  async function formingBar(toMs: number, signal: AbortSignal): Promise<Bar[]> {
    if (intervalMs === MINUTE_MS) return [];
    const openTime = Math.floor(toMs / intervalMs) * intervalMs;
    const minutes = await fetchCandles({ market, intervalMs: MINUTE_MS, fromMs: openTime, toMs }, signal);
    let bar: Bar | undefined;
    for (const minute of minutes) bar = foldCandle(bar, barOfRow(minute), intervalMs);
    return bar?.openTime === openTime ? [bar] : [];
  }

  return {
    get bars() {
      return bars;
    },
    async load({ fromMs, toMs }, signal) {
      const isNewest = bars.length === 0 || toMs > bars[bars.length - 1].openTime;
      const whole = fetchCandles({ market, intervalMs, fromMs, toMs }, signal);
      const [rows, forming] = await Promise.all([whole, isNewest ? formingBar(toMs, signal) : []]);
      bars = mergeBars(bars, mergeBars(rows.map(barOfRow), forming));
    },
    take(candle) {
      const last = bars.at(-1);
      const bar = foldCandle(last, barOfRow(candle), intervalMs);
      if (last && bar.openTime < last.openTime) return undefined;
      bars = last?.openTime === bar.openTime ? [...bars.slice(0, -1), bar] : [...bars, bar];
      return { bar, gapAfterMs: last !== undefined && bar.openTime > last.openTime + intervalMs ? last.openTime : undefined };
    },
  };
}
