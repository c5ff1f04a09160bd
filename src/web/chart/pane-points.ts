import type { HistogramData, UTCTimestamp, WhitespaceData } from "lightweight-charts";
import type { Plot, SideBar } from "#web/panes/pane.ts";

/** The candles that are drawn: their first and last opening times, epoch ms. */
export interface BarTimes {
  readonly firstMs: number;
  readonly lastMs: number;
}

export type PanePoint = HistogramData<UTCTimestamp> | WhitespaceData<UTCTimestamp>;

/** No segment is drawn from a point of this colour, and no bar. */
const NOTHING = "transparent";

export interface PlotBars {
  readonly bars: readonly SideBar[];
  /** One a bar, see Plot.compute. */
  readonly values: readonly (number | null)[];
  readonly plot: Plot;
}

/**
 * What the chart is given for one plot. Never a time without a candle: the chart counts bars, and one more would shift heat against candles.
 * A line breaks where a value is not known.
 */
export function panePoints({ bars, values, plot }: PlotBars, { firstMs, lastMs }: BarTimes): PanePoint[] {
  return bars.flatMap(({ openTime }, index) => {
    if (openTime < firstMs || openTime > lastMs) return [];
    const time = (openTime / 1_000) as UTCTimestamp;
    const value = values[index];
    if (value === null) return [{ time }];
    const breaks = plot.kind === "line" && values[index + 1] === null;
    const isFlat = plot.kind === "bars" && value === 0;
    return [{ time, value, color: breaks || isFlat ? NOTHING : plot.colourOf(value) }];
  });
}

/** The newest bar of which any plot has a value; -1: none. Of the one that forms not every exchange may have said anything yet. */
export const newestKnown = (plots: readonly (readonly (number | null)[])[]): number =>
  Math.max(...plots.map((values) => values.findLastIndex((value) => value !== null)));
