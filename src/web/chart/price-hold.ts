import type { AutoscaleInfo, IChartApi, ISeriesApi } from "lightweight-charts";

/** Prices from the lower edge of the map to the upper. */
export interface PriceSpan {
  readonly low: number;
  readonly high: number;
}

/** Holds the price axis where fingers put it. */
export interface PriceHold {
  /** Prices in sight now, to the edges of the map; undefined while the chart is empty. */
  readonly inSight: PriceSpan | undefined;
  /** Whether it is held. */
  readonly isHeld: boolean;
  /** Puts these at the edges; undefined lets the axis scale itself again. */
  hold(span: PriceSpan | undefined): void;
}

/** Share of the axis that its scale leaves free above and below, as in chart-options.ts. */
const MARGIN = 0.01;

/**
 * Goes by way of automatic scaling: the library's own setter takes a logarithm whose formula it keeps to itself and changes with the size of prices.
 * `series` are all that stand on the axis.
 */
export function createPriceHold(chart: IChartApi, series: readonly [ISeriesApi<"Candlestick">, ...ISeriesApi<"Candlestick" | "Line">[]]): PriceHold {
  const [first] = series;
  let held: AutoscaleInfo | undefined;
  const heightPx = () => chart.panes()[0].getHeight();
  for (const each of series) each.applyOptions({ autoscaleInfoProvider: (own: () => AutoscaleInfo | null) => held ?? own() });
  return {
    get inSight() {
      const [low, high] = [first.coordinateToPrice(heightPx()), first.coordinateToPrice(0)];
      return low === null || high === null || low <= 0 ? undefined : { low, high };
    },
    get isHeld() {
      return held !== undefined;
    },
    hold(span) {
      if (!span && !held) return;
      held = span && { priceRange: scaledRange(span, heightPx()) };
      first.priceScale().setAutoScale(true);
    },
  };
}

/** What the scale has to be told, for the edges of the map to show `span`: it counts its pixels from 0 to height less margins less 1, from below. */
function scaledRange({ low, high }: PriceSpan, heightPx: number): NonNullable<AutoscaleInfo["priceRange"]> {
  const perPx = Math.log(high / low) / heightPx;
  const minValue = low * Math.exp(perPx * (1 + MARGIN * heightPx));
  return { minValue, maxValue: minValue * Math.exp(perPx * (heightPx * (1 - 2 * MARGIN) - 1)) };
}
