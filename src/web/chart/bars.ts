import type { CandlestickData, LineData, UTCTimestamp, WhitespaceData } from "lightweight-charts";
import type { CandleRow } from "#wire/messages.ts";

/** How the price is drawn. */
export const PRICE_SHAPES = ["candles", "line"] as const;
export type PriceShape = (typeof PRICE_SHAPES)[number];

/** One drawn candle; times are epoch ms. */
export interface Bar {
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export const barOfRow = ([openTime, open, high, low, close]: CandleRow): Bar => ({ openTime, open, high, low, close });

/** Both lists in time order; where they meet, `newer` wins. */
export function mergeBars(older: readonly Bar[], newer: readonly Bar[]): Bar[] {
  const byTime = new Map([...older, ...newer].map((bar) => [bar.openTime, bar]));
  return [...byTime.values()].sort((a, b) => a.openTime - b.openTime);
}

/** The bar of `intervalMs` that holds a shorter candle, with that candle taken in; a forming candle may come many times. */
export function foldCandle(last: Bar | undefined, candle: Bar, intervalMs: number): Bar {
  const openTime = Math.floor(candle.openTime / intervalMs) * intervalMs;
  if (!last || last.openTime !== openTime) return { ...candle, openTime };
  return { ...last, high: Math.max(last.high, candle.high), low: Math.min(last.low, candle.low), close: candle.close };
}

/**
 * What the chart is given: every interval from the first bar to the last, missing ones as whitespace.
 * The chart counts bars, not time; without holes its index is `column - first column` exactly.
 */
export function seriesDataOf(bars: readonly Bar[], intervalMs: number): (CandlestickData<UTCTimestamp> | WhitespaceData<UTCTimestamp>)[] {
  const data: (CandlestickData<UTCTimestamp> | WhitespaceData<UTCTimestamp>)[] = [];
  let next = bars[0]?.openTime ?? 0;
  for (const bar of bars) {
    for (; next < bar.openTime; next += intervalMs) data.push({ time: secondsOf(next) });
    data.push(pointOf(bar));
    next = bar.openTime + intervalMs;
  }
  return data;
}

/** The same, as a line through the closes. */
export const lineOf = (
  points: readonly (CandlestickData<UTCTimestamp> | WhitespaceData<UTCTimestamp>)[],
): (LineData<UTCTimestamp> | WhitespaceData<UTCTimestamp>)[] => points.map((point) => ("close" in point ? { time: point.time, value: point.close } : point));

export const pointOf = ({ openTime, open, high, low, close }: Bar): CandlestickData<UTCTimestamp> => ({ time: secondsOf(openTime), open, high, low, close });

const secondsOf = (ms: number): UTCTimestamp => (ms / 1_000) as UTCTimestamp;
