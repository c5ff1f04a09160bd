import { type HeatLevel, columnIndexOf } from "#core/heat-levels.ts";

/** Where price was in each column: entry `i` is of column `firstColumn + i`; NaN where there is no candle. */
export interface ColumnPrices {
  readonly firstColumn: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly close: Float64Array;
}

interface PriceBar {
  readonly openTime: number;
  readonly low: number;
  readonly high: number;
  readonly close: number;
}

/** The candles of some columns of a level, both ends included; candles are in time order. */
export function columnPricesOf(
  bars: readonly PriceBar[],
  level: HeatLevel,
  { firstColumn, lastColumn }: { firstColumn: number; lastColumn: number },
): ColumnPrices {
  const list = () => new Float64Array(Math.max(0, lastColumn - firstColumn + 1)).fill(Number.NaN);
  const prices = { firstColumn, low: list(), high: list(), close: list() };
  for (const { openTime, low, high, close } of bars) {
    const at = columnIndexOf(level, openTime) - firstColumn;
    if (at < 0 || at >= prices.close.length) continue;
    prices.low[at] = low;
    prices.high[at] = high;
    prices.close[at] = close;
  }
  return prices;
}
