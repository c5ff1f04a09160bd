import { HistogramSeries, type IChartApi, type ISeriesApi, LineSeries, PriceScaleMode } from "lightweight-charts";
import type { Pane, Plot, SideBar } from "#web/panes/pane.ts";
import { type PaneLegend, createPaneLegend } from "./pane-legend.ts";
import { type BarTimes, newestKnown, panePoints } from "./pane-points.ts";
import { THEME } from "./theme.ts";

/** The panes under the map, on its time axis. */
export interface SidePanes {
  /** In order from the map down. */
  setPanes(panes: readonly Pane[]): void;
  /** What they draw, oldest first, without holes; of the same length as candles. */
  setBars(bars: readonly SideBar[]): void;
  /** Why no newer values come, in a few words; undefined: they do. */
  setWarning(words: string | undefined): void;
  /** Candles are about to change: nothing may stand where there are none. */
  setTimes(times: BarTimes | undefined): void;
  /** Theme or unit has changed. */
  renewLook(): void;
  /** Values of the bar that opened at `timeMs` in the legends; undefined: of the newest. */
  point(timeMs: number | undefined): void;
}

/** Heights of the map and of one pane are to each other as these. */
const MAP_STRETCH = 5;
const PANE_STRETCH = 1;

interface DrawnPlot {
  readonly plot: Plot;
  readonly series: ISeriesApi<"Line"> | ISeriesApi<"Histogram">;
  values: readonly (number | null)[];
}

interface Drawn {
  readonly pane: Pane;
  readonly plots: readonly DrawnPlot[];
  readonly legend: PaneLegend;
  note: string | undefined;
}

export function createSidePanes(chart: IChartApi): SidePanes {
  let drawn: readonly Drawn[] = [];
  let bars: readonly SideBar[] = [];
  let times: BarTimes | undefined;
  let pointedMs: number | undefined;
  let warning: string | undefined;

  function fill(): void {
    for (const each of drawn) {
      each.note = each.pane.note?.(bars);
      for (const drawnPlot of each.plots) {
        drawnPlot.values = drawnPlot.plot.compute(bars);
        drawnPlot.series.setData(times ? panePoints({ ...drawnPlot, bars }, times) : []);
      }
    }
    sayValues();
  }

  function sayValues(): void {
    const pointed = bars.findLastIndex(({ openTime }) => openTime === pointedMs);
    for (const { plots, legend, note } of drawn) {
      const at = pointedMs === undefined ? newestKnown(plots.map(({ values }) => values)) : pointed;
      legend.show(bars.length === 0 ? "loading" : isKnown(plots) ? plots.map(({ values }) => values[at]) : "absent", note);
    }
  }

  function clear(): void {
    for (const { plots, legend } of drawn) {
      legend.remove();
      for (const { series } of plots) chart.removeSeries(series);
    }
  }

  return {
    setPanes(panes) {
      clear();
      drawn = panes.map((pane, index) => addPane(chart, pane, index + 1));
      chart.panes()[0].setStretchFactor(MAP_STRETCH);
      for (const pane of chart.panes().slice(1)) pane.setStretchFactor(PANE_STRETCH);
      for (const { legend } of drawn) legend.warn(warning);
      fill();
    },
    setBars(next) {
      bars = next;
      fill();
    },
    setWarning(words) {
      warning = words;
      for (const { legend } of drawn) legend.warn(words);
    },
    setTimes(next) {
      times = next;
      fill();
    },
    renewLook() {
      for (const { plots } of drawn) {
        plots[0].series.priceScale().applyOptions({ textColor: THEME.muted });
        for (const { plot, series } of plots) series.applyOptions({ color: plot.colourOf(0), priceFormat: series.options().priceFormat });
      }
      fill();
    },
    point(timeMs) {
      if (timeMs === pointedMs) return;
      pointedMs = timeMs;
      sayValues();
    },
  };
}

const isKnown = (plots: readonly DrawnPlot[]): boolean => plots.some(({ values }) => values.some((value) => value !== null));

function addPane(chart: IChartApi, pane: Pane, paneIndex: number): Drawn {
  const plots = pane.plots.map((plot) => ({ plot, series: addSeries(chart, { pane, plot, paneIndex }), values: [] }));
  const scale = { mode: PriceScaleMode.Normal, textColor: THEME.muted, entireTextOnly: true, scaleMargins: { top: 0.28, bottom: 0.08 } };
  plots[0].series.priceScale().applyOptions(scale);
  return { pane, note: undefined, plots, legend: createPaneLegend(pane, () => chart.panes()[paneIndex]?.getHTMLElement() ?? null) };
}

function addSeries(chart: IChartApi, { pane, plot, paneIndex }: { pane: Pane; plot: Plot; paneIndex: number }): DrawnPlot["series"] {
  const options = {
    priceFormat: { type: "custom", minMove: pane.tick, formatter: pane.format },
    color: plot.colourOf(0),
    lastValueVisible: false,
    priceLineVisible: false,
  } as const;
  return plot.kind === "line"
    ? chart.addSeries(LineSeries, { ...options, lineWidth: 1, crosshairMarkerRadius: 3 }, paneIndex)
    : chart.addSeries(HistogramSeries, options, paneIndex);
}
