import {
  type CandlestickSeriesPartialOptions,
  type CreatePriceLineOptions,
  ColorType,
  CrosshairMode,
  type DeepPartial,
  type LineSeriesPartialOptions,
  LineStyle,
  PriceScaleMode,
  type TimeChartOptions,
} from "lightweight-charts";
import { decimal } from "#web/ui/locale.ts";
import { THEME } from "./theme.ts";

/** What of the chart follows the theme. */
export function chartColours(): DeepPartial<TimeChartOptions> {
  const line = { color: `${THEME.crosshair}99`, labelBackgroundColor: THEME.crosshairLabel };
  return {
    layout: {
      background: { type: ColorType.Solid, color: THEME.surface },
      textColor: THEME.muted,
      panes: { separatorColor: THEME.line, separatorHoverColor: `${THEME.lineStrong}80` },
    },
    crosshair: { vertLine: line, horzLine: line },
  };
}

/** Quiet axes on the page's own surface. The logarithmic price scale makes every heat cell equally high. */
export const chartOptions = (): DeepPartial<TimeChartOptions> => ({
  autoSize: true,
  // The library is credited in the corner of the axes (app/chart-area.tsx) and in the help: its logo would lie on the data.
  layout: { fontFamily: THEME.font, fontSize: 12, attributionLogo: false },
  grid: { vertLines: { visible: false }, horzLines: { visible: false } },
  // The axis is labelled by price-axis.ts.
  rightPriceScale: {
    mode: PriceScaleMode.Logarithmic,
    borderVisible: false,
    textColor: "transparent",
    ticksVisible: false,
    scaleMargins: { top: 0.01, bottom: 0.01 },
  },
  timeScale: { timeVisible: true, secondsVisible: false, borderVisible: false, minBarSpacing: 0.2 },
  // How a map that is let go of glides on, and whether, is for touch-navigation.ts.
  kineticScroll: { mouse: false, touch: false },
  crosshair: { mode: CrosshairMode.Normal, vertLine: CROSSHAIR_LINE, horzLine: CROSSHAIR_LINE },
  // The page speaks English, and what a browser calls its own may be no locale at all (`en-US@posix`, `C`): the chart would draw nothing.
  localization: { locale: "en-US" },
});

const CROSSHAIR_LINE = { width: 1, style: LineStyle.Dashed } as const;

/** Colour belongs to the heat: candles are light for up and slate for down, with an edge that stands out on either. */
export const candleOptions = (): CandlestickSeriesPartialOptions => ({
  upColor: THEME.candleUp,
  downColor: THEME.candleDown,
  borderUpColor: THEME.candleUpEdge,
  borderDownColor: THEME.candleEdge,
  wickUpColor: THEME.candleUpEdge,
  wickDownColor: THEME.candleEdge,
  lastValueVisible: false,
  priceLineVisible: false,
});

/** Nothing of a candle is drawn while the line stands in for it; the series stays, since the map hangs on it. */
export const noCandleOptions: CandlestickSeriesPartialOptions = {
  upColor: "transparent",
  downColor: "transparent",
  borderUpColor: "transparent",
  borderDownColor: "transparent",
  wickUpColor: "transparent",
  wickDownColor: "transparent",
};

/** Light, as candles are, and as thin as a wick allows on bright heat. */
export const lineOptions = (): LineSeriesPartialOptions => ({
  color: THEME.priceLine,
  lineWidth: 2,
  lastValueVisible: false,
  priceLineVisible: false,
  crosshairMarkerVisible: false,
});

/** The newest price, wherever the chart is panned to; the library's own label follows the last bar in sight. */
export const priceLineColours = () => ({
  color: THEME.crosshair,
  axisLabelColor: THEME.text,
  axisLabelTextColor: THEME.surface,
});

export const priceLineOptions = (): CreatePriceLineOptions => ({
  price: 0,
  lineWidth: 1,
  lineStyle: LineStyle.Dotted,
  lineVisible: false,
  axisLabelVisible: false,
  ...priceLineColours(),
});

/** A price on the axis: as many decimals as its size asks for. */
export function formatAxisPrice(price: number): string {
  const digits = price >= 10_000 ? 0 : price >= 1_000 ? 1 : price >= 100 ? 2 : price >= 1 ? 3 : 6;
  return decimal(price, digits);
}
