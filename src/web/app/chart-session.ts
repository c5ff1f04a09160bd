import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import type { StockLayer } from "#core/layer.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { MapSpread } from "#insight/stretch-band.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import { type ChartPoint, createHeatChart } from "#web/chart/heat-chart.ts";
import type { PriceShape } from "#web/chart/bars.ts";
import type { BubbleStyle } from "#web/chart/bubbles.ts";
import type { MarkPainter } from "#web/marks/mark.ts";
import { MARKS } from "#web/marks/registry.ts";
import type { PickedCluster } from "#web/panels/panel.ts";
import { PANES } from "#web/panes/registry.ts";
import type { Guides, Place } from "#web/chart/guide-layer.ts";
import type { Hole } from "#web/chart/column-notes.ts";
import type { StaleSpan } from "#web/chart/heat-layer.ts";
import { type Sight, sameTiles, tilesInSight } from "#web/chart/sight.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { type HeatProgress, openHeatClient } from "#web/data/heat-client.ts";
import type { TileAt } from "#web/data/heat-worker-messages.ts";
import { type Capture, captureOf } from "./capture.ts";
import { type PickedCell, pickedAt } from "./picked-cell.ts";
import { type PointedRow, createLadderHost } from "./ladder-host.ts";
import { isPhone } from "./use-compact.ts";
import { latestOnly } from "./latest-only.ts";
import { createMapFindings } from "./map-findings.ts";
import type { LiveConnection } from "./live-connection.ts";
import type { RequestedBook } from "./reading-store.ts";
import { requestInstant } from "./request-instant.ts";
import { type CrosshairReading, isFilling, readingAt } from "./scene.ts";
import { createSideFeed } from "./side-feed.ts";
import { type Choice, createStage } from "./stage.ts";
import { createStripHost } from "./strip-host.ts";
import { applyLevelsFrame } from "#web/data/levels-grid.ts";
import { createPastBooks } from "./replay/past-books.ts";
import { withTilesAhead } from "./replay/tiles-ahead.ts";

export interface ChartSessionParts {
  readonly element: HTMLElement;
  readonly strip: HTMLElement;
  readonly ladder: HTMLElement;
  readonly live: LiveConnection;
  /** The market on screen as it is now, whatever instant is shown. */
  readonly marketNow: () => MarketMessage | undefined;
  readonly onReading: (reading: CrosshairReading | undefined) => void;
  /** A cell was clicked; undefined: none is picked any more. */
  readonly onPick: (picked: PickedCell | undefined) => void;
  /** The pointer is over a place of the map; undefined: over none. */
  readonly onPlace: (place: Place | undefined) => void;
  /** The row of the order-book ladder under the pointer. */
  readonly onLadderRow: (pointed: PointedRow | undefined) => void;
  /** A place was clicked; when a tool has taken the click, no cell is picked. */
  readonly onClick: (place: Place) => "taken" | "free";
  readonly onProgress: (progress: HeatProgress) => void;
  /** A sentence when candles cannot be had, undefined when they came. */
  readonly onProblem: (problem: string | undefined) => void;
  readonly onLevel: (level: number) => void;
  /** A book that was asked for is on screen; undefined: the stream brings it again. */
  readonly onBook: (book: RequestedBook | undefined) => void;
  /** The whole book on screen, whenever it changes; undefined while there is none. */
  readonly onGrid: (grid: LevelsGrid | undefined) => void;
}

export interface DrawnLayers {
  readonly heat: "shown" | "hidden";
  readonly bubbles: BubbleStyle;
  readonly sweptSides: readonly PositionSide[];
}

export interface ChartSession {
  /** Shows a market from the newest column, or from the instant, back over a window. */
  show(market: MarketMessage, choice: Omit<Choice, "instant">): void;
  /** Shows what was known at an instant (epoch ms) in place of now; undefined: now again. */
  showInstant(atMs: number | undefined): void;
  /** How far the instant can move without waiting for anything. */
  readonly playableUntilMs: number;
  setStyle(style: HeatStyle): void;
  /** How realised liquidations are drawn, of which sides swept clusters are marked, and whether the heat is drawn. */
  setLayers(layers: DrawnLayers): void;
  /** Outlines a cluster of the book now; undefined: none. */
  pickCluster(cluster: PickedCluster | undefined): void;
  /** Widens the prices on screen until this one is among them. */
  bringIntoSight(price: number): void;
  /** Ids of the panes under the map. */
  setPanes(ids: readonly string[]): void;
  /** Ids of the marks on it. */
  setMarks(ids: readonly string[]): void;
  /** Drawn on the map above the marks; undefined: nothing is. */
  setOver(painter: MarkPainter | undefined): void;
  setPriceShape(shape: PriceShape): void;
  /** What the person reads the map by; while a crosshair is pinned, its place is read and not the pointer's. */
  setGuides(guides: Guides): void;
  /** What the book now may be wrong by; undefined draws no bands. */
  setSpread(spread: MapSpread | undefined): void;
  /** Theme or unit has changed: everything is painted anew. */
  renewLook(): void;
  /** The order book beside the strip; undefined: none. */
  setOrders(book: OrderBookMessage | undefined): void;
  /** Asks for book, candles and heat of one instant: while a back-fill goes on, or the stream is away. */
  renew(): void;
  /** Notes stretches in which nobody listened. */
  setHoles(holes: readonly Hole[]): void;
  /** Hatches what is missing at the live end. */
  setStale(span: StaleSpan | undefined): void;
  /** What is on screen now, to be taken away; undefined while there is nothing. */
  capture(): Capture | undefined;
  close(): void;
}

/** What a column without heat is called. */
const ABSENT_WORDS: Readonly<Record<StockLayer, string>> = { modelled: "no estimate", measured: "not measured" };

/** Wires chart, level strip, heat worker and stream to each other; what is on stage is decided in stage.ts. */
export function openChartSession({
  element,
  strip,
  ladder,
  live,
  marketNow,
  onReading,
  onPick,
  onPlace,
  onClick,
  onLadderRow,
  onProgress,
  onProblem,
  onLevel,
  onBook,
  onGrid,
}: ChartSessionParts): ChartSession {
  let style: HeatStyle | undefined;
  let wanted: readonly TileAt[] = [];
  let inSight: Sight | undefined;
  let pin: Place | undefined;
  let instantMs: number | undefined;
  let shown: { readonly market: MarketMessage; readonly choice: Omit<Choice, "instant"> } | undefined;
  /** The book of now, kept up to date behind an earlier one. */
  let liveBook: LevelsGrid | undefined;

  const heat = openHeatClient({
    first: isPhone() ? "sketch" : "whole",
    onPainted() {
      chart.repaint();
      if (pin) readPin(pin);
    },
    onProgress(progress) {
      onProgress(progress);
      if (progress.loading === 0) lookThrough();
    },
  });
  /** The pointer is over what stands beside the map. */
  function pointBeside(y: number | undefined): void {
    const price = y === undefined || y > chart.paneHeight() ? undefined : chart.priceAt(y);
    setCursor(price === undefined ? undefined : y);
    if (!pin) probeStrip(price);
  }
  function setCursor(y: number | undefined): void {
    stripHost.setCursor(y);
    ladderHost.setCursor(y);
  }
  const stripHost = createStripHost(strip, { onGrid, onPoint: pointBeside });
  const ladderHost = createLadderHost(ladder, { onPoint: pointBeside, onRow: onLadderRow });
  const tell = (reading: CrosshairReading | undefined): void => {
    onReading(reading);
    chart.setOutline("hover", reading?.reading?.cluster);
  };
  const probe = latestOnly(async (point: ChartPoint | undefined) => tell(point && stage.scene ? await readingAt(stage.scene, heat, point) : undefined));
  const probeStrip = latestOnly(async (price: number | undefined) => {
    const at = price === undefined ? undefined : stripHost.read(price);
    const cluster = at && (await findings.traceNow({ side: at.price <= at.mark ? "long" : "short", price: at.price }));
    tell(at?.reading ? { ...at, reading: { ...at.reading, cluster } } : at);
  });
  const pick = latestOnly(async (point: ChartPoint | undefined) =>
    onPick(point && stage.scene ? pickedAt(stage.scene, await readingAt(stage.scene, heat, point)) : undefined),
  );
  const placeOf = ({ column, price }: ChartPoint): Place | undefined =>
    stage.scene && { timeMs: (column + 0.5) * HEAT_LEVELS[stage.scene.level].columnMs, price };
  const readPin = ({ timeMs, price }: Place) =>
    probe(stage.scene && { column: columnIndexOf(HEAT_LEVELS[stage.scene.level], timeMs), price, y: 0, realised: undefined, swept: undefined });
  const chart = createHeatChart(element, {
    painted: (at) => heat.painted(at),
    onDrawn({ projection, sight }) {
      inSight = sight;
      const tiles = withTilesAhead(tilesInSight(sight), sight, stage.scene?.replay?.newestColumn);
      if (!sameTiles(tiles, wanted)) {
        heat.want((wanted = tiles));
        lookThrough();
      }
      stripHost.paint(projection, chart.paneHeight());
      ladderHost.paint(projection, chart.paneHeight());
      sayMapHeight(element, chart.paneHeight());
    },
    onPoint(point) {
      onPlace(point && placeOf(point));
      if (pin) return;
      setCursor(point?.y);
      probe(point);
    },
    onPick(point) {
      const place = point && placeOf(point);
      if (place && onClick(place) === "taken") return "taken";
      pick(point);
      return "free";
    },
    onFit: () => void stage.fit(),
    onColumns: (columns) => void stage.follow(columns),
  });
  const stage = createStage({
    chart,
    heat,
    stream: live.stream,
    onProblem,
    onScene({ level }) {
      wanted = [];
      side.clear();
      findings.clear();
      onLevel(level);
    },
    onCandles() {
      side.follow();
      lookThrough();
      if (stage.scene?.replay) askPastBook();
    },
    onMoved(direction) {
      const { replay } = stage.scene ?? {};
      if (!replay) return;
      // What was found and read of a later time is none of this one's.
      if (direction === "back") {
        findings.clear();
        stripHost.clear();
        tell(undefined);
        lookThrough();
      } else findings.lookAt(replay.newestColumn);
      side.move(direction);
      askPastBook();
    },
  });
  const askPastBook = createPastBooks({
    onStage: () => stage.scene,
    onBook(grid) {
      if (!grid) return stripHost.clear();
      stripHost.takeBook(grid, style);
      onBook({ time: grid.time, mark: grid.mark, cameAt: Date.now() });
    },
  });
  const findings = createMapFindings({ chart, heat, onStage: () => stage.scene });
  const lookThrough = () => inSight && findings.look(inSight);

  const side = createSideFeed({ chart, onStage: () => stage.scene, onProblem });

  const renew = async (): Promise<void> => {
    if (instantMs !== undefined) return;
    await requestInstant(stage, (book) => {
      if (instantMs !== undefined) return;
      stripHost.takeBook(book, style);
      onBook({ time: book.time, mark: book.mark, cameAt: Date.now() });
    });
  };
  const catchUp = () => void (stage.scene && isFilling(stage.scene.market) ? renew() : stage.refresh());

  const stopListening = live.listen({
    onResumed: catchUp,
    onFrame(frame) {
      if (!stage.scene || isFilling(stage.scene.market) || document.hidden) return;
      if (frame.kind === "levels") {
        if (frame.grid.layer !== stage.scene.layer) return;
        liveBook = applyLevelsFrame(liveBook, frame);
        if (instantMs !== undefined) return;
        stripHost.takeLevels(frame, style);
        onBook(undefined);
      } else {
        heat.putColumn({ market: stage.scene.market.id, level: frame.level, layer: frame.column.layer, age: stage.scene.age }, frame.column);
        if (instantMs === undefined) findings.lookAt(frame.column.column);
      }
    },
    onMessage(message) {
      const scene = stage.live;
      const isShown = scene === stage.scene;
      if (message.type === "realised" && message.market === scene?.market.id && message.level === scene.level) {
        scene.realised.take(message.cells);
        if (isShown) chart.setRealised(scene.realised.cells);
      }
      if (message.type !== "candle" || message.market !== scene?.market.id || isFilling(scene.market)) return;
      const taken = scene.history.take(message.candle);
      if (!isShown) return;
      if (taken?.gap) chart.setBars(scene.history.bars, scene.level);
      else if (taken) chart.updateBar(taken.bar);
    },
  });
  const pixels = () => {
    const picture = chart.picture();
    return { chart: picture, strip: stripHost.canvas, ratio: picture.width / element.clientWidth };
  };
  const onVisibility = () => document.hidden || catchUp();
  document.addEventListener("visibilitychange", onVisibility);

  function show(market: MarketMessage, choice: Omit<Choice, "instant">): void {
    shown = { market, choice };
    stripHost.clear();
    chart.sayAbsent(ABSENT_WORDS[choice.layer]);
    onBook(undefined);
    onPick(undefined);
    tell(undefined);
    const instant = instantMs === undefined ? undefined : { atMs: instantMs, newestMs: () => marketNow()?.lastTime ?? 0 };
    void showOnStage(market, { ...choice, instant });
  }

  async function showOnStage(market: MarketMessage, choice: Choice): Promise<void> {
    await stage.show(market, choice);
    // While it loaded the instant may have moved on.
    if (instantMs !== undefined) stage.moveTo(instantMs);
    else if (isFilling(market)) await renew();
  }

  return {
    show(market, choice) {
      liveBook = undefined;
      show(market, choice);
    },
    showInstant(atMs) {
      const before = instantMs;
      instantMs = atMs;
      if (atMs === before || !shown) return;
      if (atMs !== undefined && before !== undefined) return stage.moveTo(atMs);
      const market = marketNow();
      show(market?.id === shown.market.id ? market : shown.market, shown.choice);
      if (atMs === undefined && liveBook?.layer === shown.choice.layer) stripHost.takeBook(liveBook, style);
    },
    get playableUntilMs() {
      return stage.scene?.replay?.loadedUntilMs ?? 0;
    },
    setStyle(next) {
      style = next;
      heat.setStyle(next);
      stripHost.setStyle(next);
      lookThrough();
    },
    setLayers({ heat: shown, bubbles, sweptSides }) {
      chart.showHeat(shown);
      chart.setBubbleStyle(bubbles);
      chart.setSweptSides(sweptSides);
    },
    pickCluster: (cluster) => findings.pick(cluster),
    bringIntoSight: (price) => chart.bringIntoSight(price),
    setPanes: (ids) => side.setPanes(PANES.filter(({ id }) => ids.includes(id))),
    setMarks: (ids) => side.setMarks(MARKS.filter(({ id }) => ids.includes(id))),
    setOver: (painter) => chart.setOver(painter),
    setPriceShape: (shape) => chart.setPriceShape(shape),
    setGuides(guides) {
      chart.setGuides(guides);
      if (guides.pin === pin) return;
      pin = guides.pin;
      setCursor(undefined);
      if (pin) readPin(pin);
      else probe(undefined);
    },
    setSpread: (spread) => stripHost.setSpread(spread),
    renewLook() {
      chart.renewLook();
      stripHost.repaint();
      ladderHost.repaint();
    },
    setOrders: (book) => ladderHost.setBook(book),
    renew: () => void renew(),
    setHoles: (holes) => chart.setHoles(holes),
    setStale: (span) => chart.setStale(span),
    capture() {
      return stage.scene && inSight && captureOf({ scene: stage.scene, sight: inSight, heat, pixels, nowMs: instantMs ?? Date.now(), replayedMs: instantMs });
    },
    close() {
      document.removeEventListener("visibilitychange", onVisibility);
      stopListening();
      side.close();
      stage.close();
      heat.close();
      stripHost.close();
      ladderHost.close();
      chart.remove();
    },
  };
}

/** What lies over the lower edge of the map (styles/stage.css) stays there when panes open under it. */
function sayMapHeight(element: HTMLElement, paneHeight: number): void {
  const below = `${element.clientHeight - paneHeight}px`;
  const { style } = element.parentElement ?? element;
  if (style.getPropertyValue("--below-map") !== below) style.setProperty("--below-map", below);
}
