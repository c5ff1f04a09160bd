import { CandlestickSeries, CrosshairMode, LineSeries, type MouseEventParams, type UTCTimestamp } from "lightweight-charts";
import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import type { RealisedCell } from "#core/realised.ts";
import { type Bar, type PriceShape, lineOf, pointOf, seriesDataOf } from "./bars.ts";
import { createBubbleLayer } from "./bubble-layer.ts";
import type { BubbleStyle } from "./bubbles.ts";
import {
  candleOptions,
  chartColours,
  chartOptions,
  formatAxisPrice,
  lineOptions,
  noCandleOptions,
  priceLineColours,
  priceLineOptions,
} from "./chart-options.ts";
import type { Hole } from "./column-notes.ts";
import { type HeatLayerParts, type StaleSpan, createHeatLayer } from "./heat-layer.ts";
import type { LackSpan } from "./paint-lacking.ts";
import type { Pane, SideBar } from "#web/panes/pane.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { Sweep } from "#web/data/find-sweeps.ts";
import type { Mark, MarkPainter } from "#web/marks/mark.ts";
import { type Guides, createGuideLayer } from "./guide-layer.ts";
import { createMarkLayer } from "./mark-layer.ts";
import { type OutlineLayer, createOutlineLayer } from "./outline-layer.ts";
import { createPriceAxis } from "./price-axis.ts";
import { type WatchedPrice, createPriceLines } from "./price-lines.ts";
import { type PriceSpan, createPriceHold } from "./price-hold.ts";
import { createSidePanes } from "./side-panes.ts";
import { createZonedChart } from "./zoned-time-scale.ts";
import { createSweepLayer } from "./sweep-layer.ts";
import type { Spot } from "./touch-gestures.ts";
import { watchQuickClicks } from "./quick-clicks.ts";
import { createTouchNavigation } from "./touch-navigation.ts";

/** A point of the chart in its own units. */
export interface ChartPoint {
  readonly column: number;
  readonly price: number;
  /** CSS pixels from the top of the pane. */
  readonly y: number;
  /** What printed in the bubble that lies there. */
  readonly realised: RealisedCell | undefined;
  /** The sweep whose mark lies there. */
  readonly swept: Sweep | undefined;
}

export interface HeatChartParts extends HeatLayerParts {
  readonly onPoint: (point: ChartPoint | undefined) => void;
  /** The person clicked or tapped there. `taken`: it was meant for a tool; undefined: what was picked is let go of. */
  readonly onPick: (point: ChartPoint | undefined) => "taken" | "free";
  /** The person wants to see the whole window again. */
  readonly onFit: () => void;
  /** Visible columns after the person moved or zoomed; may lie outside the bars. */
  readonly onColumns: (range: { first: number; last: number }) => void;
}

export interface HeatChart {
  /** Replaces all bars. */
  setBars(bars: readonly Bar[], level: number): void;
  /** Adds to the last bar or appends the next one. */
  updateBar(bar: Bar): void;
  /** Replaces all bars of the same level; what is in sight moves by so many columns, whatever bars come or go. */
  moveBars(bars: readonly Bar[], level: number, byColumns: number): void;
  showColumns(range: { first: number; last: number }): void;
  /** Columns in sight, in fractions; undefined while the chart is empty. */
  columnsInSight(): { readonly first: number; readonly last: number } | undefined;
  /** The prices in sight, and whether a person has scaled their axis, which scales itself otherwise. */
  pricesInSight(): { readonly prices: PriceSpan | undefined; readonly areHeld: boolean };
  /** Scales the price axis as a person would. */
  holdPrices(span: PriceSpan): void;
  /** Prices that are kept in sight, beyond the candles; where fingers have moved the price axis, it scales itself again. */
  setPriceReach(reach: { low: number; high: number } | undefined): void;
  /** Widens the prices in sight until this one is among them, with a margin; in sight already, nothing moves. */
  bringIntoSight(price: number): void;
  /** The same, without taking the scale out of the hand of who has set it. */
  movePriceReach(reach: { low: number; high: number } | undefined): void;
  setTickSize(tickSize: number): void;
  /** Printed liquidations of the bars' level. */
  setRealised(cells: readonly RealisedCell[]): void;
  setBubbleStyle(style: BubbleStyle): void;
  /** Clusters that price went through, in columns of the bars' level. */
  setSweeps(sweeps: readonly Sweep[]): void;
  /** Sides of which such marks are drawn. */
  setSweptSides(sides: readonly PositionSide[]): void;
  setOutline: OutlineLayer["setOutline"];
  /** The panes under the map, from it down. */
  setPanes(panes: readonly Pane[]): void;
  /** What is drawn on the map beside the estimate. */
  setMarks(marks: readonly Mark[]): void;
  /** What is drawn above them; undefined: nothing is. */
  setOver(painter: MarkPainter | undefined): void;
  /** Longer candles for marks that look further back. */
  setLongBars(bars: readonly Bar[]): void;
  /** What happened beside the price, of the bars' level, oldest first; none before the bars are replaced by others'. */
  setSideBars(bars: readonly SideBar[]): void;
  /** Why bars beside the price do not come; undefined: they do. */
  setSideProblem(problem: string | undefined): void;
  /** What the person reads the map by; a pin takes the place of the crosshair. */
  setGuides(guides: Guides): void;
  /** Prices with a line and a label of their own. */
  setLines(lines: readonly WatchedPrice[]): void;
  setPriceShape(shape: PriceShape): void;
  /** Whether the heat is drawn. */
  showHeat(shown: "shown" | "hidden"): void;
  /** Draws no heat after a column; undefined: all that is loaded. */
  setHeatUntil(column: number | undefined): void;
  /** What is written over columns that hold no heat. */
  sayAbsent(words: string): void;
  /** Stretches in which nobody listened. */
  setHoles(holes: readonly Hole[]): void;
  /** Hatches what is missing at the live end; undefined: nothing is. */
  setStale(span: StaleSpan | undefined): void;
  /** Greys stretches in which the map lacks a part of its sum. */
  setLacking(spans: readonly LackSpan[]): void;
  /** Theme or unit has changed: everything is painted anew. */
  renewLook(): void;
  paneHeight(): number;
  /** Of the map without the price axis, CSS pixels. */
  paneWidth(): number;
  /** Price at a height of the pane, in CSS pixels from its top. */
  priceAt(y: number): number | undefined;
  /** The prices within so many CSS pixels of one; undefined while there is no scale. */
  pricesAround(price: number, pixels: number): { readonly low: number; readonly high: number } | undefined;
  /** All that is drawn, axes too, in device pixels; without the crosshair. */
  picture(): HTMLCanvasElement;
  repaint(): void;
  remove(): void;
}

/** What is brought into sight stays so far from the edge, as a share of the prices in sight. */
const SIGHT_MARGIN = 0.04;

/** Candles over the heat layer. Bar `i` of the chart is column `first + i` of the level: columns and candles have the same length. */
export function createHeatChart(element: HTMLElement, { onPoint, onPick, onFit, onColumns, ...layerParts }: HeatChartParts): HeatChart {
  const chart = createZonedChart(element, chartOptions());
  const series = chart.addSeries(CandlestickSeries, candleOptions());
  const line = chart.addSeries(LineSeries, { ...lineOptions(), visible: false });
  const layer = createHeatLayer(layerParts);
  series.attachPrimitive(layer.primitive);
  const bubbles = createBubbleLayer();
  series.attachPrimitive(bubbles.primitive);
  const outlines = createOutlineLayer();
  series.attachPrimitive(outlines.primitive);
  const sweeps = createSweepLayer();
  series.attachPrimitive(sweeps.primitive);
  const guides = createGuideLayer();
  series.attachPrimitive(guides.primitive);
  const marks = createMarkLayer();
  series.attachPrimitive(marks.primitive);
  const axis = createPriceAxis();
  series.attachPrimitive(axis.primitive);
  const panes = createSidePanes(chart);
  const priceLine = series.createPriceLine(priceLineOptions());
  const lines = createPriceLines(series);
  let staleWords: string | undefined;
  let sideProblem: string | undefined;
  let firstColumn = 0;
  let columnMs: number = HEAT_LEVELS[0].columnMs;
  let priceShape: PriceShape = "candles";
  chart.applyOptions(chartColours());

  const pointOfEvent = ({ point, logical, paneIndex }: MouseEventParams): ChartPoint | undefined => {
    const price = point && paneIndex === 0 ? series.coordinateToPrice(point.y) : undefined;
    if (!point || logical === undefined || price === null || price === undefined) return undefined;
    return { column: firstColumn + Math.round(logical), price, y: point.y, realised: bubbles.cellAt(point), swept: sweeps.sweepAt(point) };
  };
  chart.subscribeCrosshairMove((event) => {
    onPoint(pointOfEvent(event));
    panes.point(typeof event.time === "number" ? event.time * 1_000 : undefined);
  });
  const quick = watchQuickClicks(element, (at) => at.x < chart.timeScale().width() && choose(pointAt(at)));
  chart.subscribeClick((event) => {
    quick.noteTold();
    choose(pointOfEvent(event));
  });
  chart.subscribeDblClick(() => quick.noteTold());

  function choose(point: ChartPoint | undefined): void {
    onPoint(point);
    onPick(point);
  }
  const pointAt = (spot: Spot): ChartPoint | undefined => {
    const [logical, price] = [chart.timeScale().coordinateToLogical(spot.x), series.coordinateToPrice(spot.y)];
    if (logical === null || price === null || spot.y > chart.panes()[0].getHeight()) return undefined;
    return { column: firstColumn + Math.round(logical), price, y: spot.y, realised: bubbles.cellAt(spot), swept: sweeps.sweepAt(spot) };
  };
  const prices = createPriceHold(chart, [series, line]);
  const touch = createTouchNavigation(element, {
    chart,
    prices,
    timeOf: (logical) => (firstColumn + logical + 0.5) * columnMs,
    logicalOf: (timeMs) => timeMs / columnMs - firstColumn - 0.5,
    columnMs: () => columnMs,
    finestColumnMs: HEAT_LEVELS[0].columnMs,
    onCrosshair(at) {
      const point = at && pointAt(at);
      const openTime = point && point.column * columnMs;
      if (point && openTime !== undefined) chart.setCrosshairPosition(point.price, (openTime / 1_000) as UTCTimestamp, series);
      else chart.clearCrosshairPosition();
      onPoint(point);
      panes.point(openTime);
      if (!point) onPick(undefined);
    },
    onTap: (at) => onPick(pointAt(at)),
    onFit,
  });
  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
    if (range) onColumns({ first: firstColumn + Math.floor(range.from), last: firstColumn + Math.ceil(range.to) });
  });

  function setBars(bars: readonly Bar[], level: number): void {
    ({ columnMs } = HEAT_LEVELS[level]);
    firstColumn = columnIndexOf(HEAT_LEVELS[level], bars[0]?.openTime ?? 0);
    const grid = { level, firstColumn, newestColumn: columnIndexOf(HEAT_LEVELS[level], bars.at(-1)?.openTime ?? 0) };
    for (const each of [layer, bubbles, outlines, sweeps, guides, marks]) each.setGrid(grid);
    marks.setData({ bars, level });
    panes.setTimes(bars.length > 0 ? { firstMs: bars[0].openTime, lastMs: bars[bars.length - 1].openTime } : undefined);
    const points = seriesDataOf(bars, columnMs);
    series.setData(points);
    line.setData(lineOf(points));
    axis.setNewest(bars.at(-1)?.close);
    priceLine.applyOptions({ price: bars.at(-1)?.close ?? 0, lineVisible: bars.length > 0, axisLabelVisible: bars.length > 0 });
  }

  return {
    setBars,
    moveBars(bars, level, byColumns) {
      const range = chart.timeScale().getVisibleLogicalRange();
      const before = firstColumn;
      setBars(bars, level);
      const shift = before - firstColumn + byColumns;
      if (range) chart.timeScale().setVisibleLogicalRange({ from: range.from + shift, to: range.to + shift });
    },
    updateBar(bar) {
      const point = pointOf(bar);
      series.update(point);
      line.update({ time: point.time, value: bar.close });
      axis.setNewest(bar.close);
      priceLine.applyOptions({ price: bar.close });
    },
    showColumns({ first, last }) {
      chart.timeScale().setVisibleLogicalRange({ from: first - firstColumn, to: last - firstColumn });
    },
    columnsInSight() {
      const range = chart.timeScale().getVisibleLogicalRange();
      return range ? { first: firstColumn + range.from, last: firstColumn + range.to } : undefined;
    },
    pricesInSight: () => ({ prices: prices.inSight, areHeld: prices.isHeld || !series.priceScale().options().autoScale }),
    holdPrices: (span) => prices.hold(span),
    setPriceReach(reach) {
      touch.release();
      prices.hold(undefined);
      layer.setPriceReach(reach);
      series.priceScale().setAutoScale(true);
    },
    bringIntoSight(price) {
      const [low, high] = [series.coordinateToPrice(chart.panes()[0].getHeight()), series.coordinateToPrice(0)];
      if (low === null || high === null) return;
      const margin = (high / low) ** SIGHT_MARGIN;
      if (price > low * margin && price < high / margin) return;
      layer.setPriceReach({ low: Math.min(low, price / margin), high: Math.max(high, price * margin) });
      series.priceScale().setAutoScale(true);
    },
    movePriceReach: (reach) => layer.setPriceReach(reach),
    setTickSize(tickSize) {
      series.applyOptions({ priceFormat: { type: "custom", minMove: tickSize, formatter: formatAxisPrice } });
    },
    setRealised: (cells) => bubbles.setCells(cells),
    setBubbleStyle: (style) => bubbles.setStyle(style),
    setSweeps: (next) => sweeps.setSweeps(next),
    setSweptSides: (sides) => sweeps.setSides(sides),
    setOutline: (kind, trace) => outlines.setOutline(kind, trace),
    setPanes: (next) => panes.setPanes(next),
    setMarks: (next) => marks.setMarks(next),
    setOver: (painter) => marks.setOver(painter),
    setLongBars: (longBars) => marks.setData({ longBars }),
    setSideBars(bars) {
      panes.setBars(bars);
      marks.setData({ sideBars: bars });
    },
    setGuides(next) {
      guides.setGuides(next);
      chart.applyOptions({ crosshair: { mode: next.pin ? CrosshairMode.Hidden : CrosshairMode.Normal } });
    },
    setLines(next) {
      lines.set(next);
      axis.setTaken(next.map(({ price }) => price));
    },
    setPriceShape(shape) {
      priceShape = shape;
      series.applyOptions(shape === "candles" ? candleOptions() : noCandleOptions);
      line.applyOptions({ visible: shape === "line" });
    },
    showHeat: (shown) => layer.show(shown),
    setHeatUntil: (column) => layer.setUntil(column),
    sayAbsent: (words) => layer.sayAbsent(words),
    setHoles: (holes) => layer.setHoles(holes),
    setLacking: (spans) => layer.setLacking(spans),
    setStale(span) {
      layer.setStale(span);
      staleWords = span?.words;
      panes.setWarning(sideProblem ?? staleWords);
    },
    setSideProblem(problem) {
      sideProblem = problem && `could not be loaded: ${problem}`;
      panes.setWarning(sideProblem ?? staleWords);
    },
    renewLook() {
      chart.applyOptions(chartColours());
      if (priceShape === "candles") series.applyOptions(candleOptions());
      line.applyOptions(lineOptions());
      priceLine.applyOptions(priceLineColours());
      lines.renewLook();
      panes.renewLook();
    },
    priceAt: (y) => series.coordinateToPrice(y) ?? undefined,
    pricesAround(price, pixels) {
      const y = series.priceToCoordinate(price);
      if (y === null) return undefined;
      const [low, high] = [series.coordinateToPrice(y + pixels), series.coordinateToPrice(y - pixels)];
      return low === null || high === null ? undefined : { low, high };
    },
    paneWidth: () => chart.timeScale().width(),
    paneHeight: () => chart.panes()[0].getHeight(),
    picture: () => chart.takeScreenshot(true, false),
    repaint: () => layer.repaint(),
    remove() {
      quick.close();
      touch.close();
      chart.remove();
    },
  };
}
