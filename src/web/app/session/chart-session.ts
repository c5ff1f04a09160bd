import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import type { StockLayer } from "#core/layer.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import { type ChartPoint, createHeatChart } from "#web/chart/heat-chart.ts";
import { MARKS } from "#web/marks/registry.ts";
import { PANES } from "#web/panes/registry.ts";
import type { Place } from "#web/chart/guide-layer.ts";
import { type Sight, sameTiles, tilesInSight } from "#web/chart/sight.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { openHeatClient } from "#web/data/heat-client.ts";
import type { TileAt } from "#web/data/heat-worker-messages.ts";
import type { ChartSession, ChartSessionParts } from "./chart-session-parts.ts";
import { createSightReport } from "./sight-report.ts";
import { captureOf } from "#web/app/tools/capture.ts";
import { pickedAt } from "#web/app/reading/picked-cell.ts";
import { createConsensusFeed } from "./consensus-feed.ts";
import { createLadderHost } from "#web/app/order-book/ladder-host.ts";
import { isPhone } from "#web/app/view/use-compact.ts";
import { latestOnly } from "./latest-only.ts";
import { sayMapHeight } from "./map-height.ts";
import { createMapFindings } from "./map-findings.ts";
import { watchMissed } from "./missed-stretch.ts";
import { requestInstant } from "#web/app/view/request-instant.ts";
import { type CrosshairReading, isFilling, readingAt } from "./scene.ts";
import { createRestedReading } from "./rested-reading.ts";
import { createSideFeed } from "./side-feed.ts";
import { type Choice, createStage } from "./stage.ts";
import { createStripHost } from "./strip-host.ts";
import { applyLevelsFrame } from "#web/data/levels-grid.ts";
import { createPastBooks } from "#web/app/replay/past-books.ts";
import { onTick } from "#web/app/view/watched-prices.ts";
import { withTilesAhead } from "#web/app/replay/tiles-ahead.ts";

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
  onSight,
}: ChartSessionParts): ChartSession {
  let style: HeatStyle | undefined;
  let wanted: readonly TileAt[] = [];
  let inSight: Sight | undefined;
  let pin: Place | undefined;
  let instantMs: number | undefined;
  let shown: { readonly market: MarketMessage; readonly choice: Omit<Choice, "instant"> } | undefined;
  /** The book of now, kept up to date behind an earlier one. */
  let liveBook: LevelsGrid | undefined;
  let isBehind = false;
  /** Whether anything has come that was not drawn. */
  let hasMore = false;
  let orders: OrderBookMessage | undefined;

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
    if (!pin) probeStrip(price === undefined ? undefined : { price });
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
  const probe = createRestedReading<ChartPoint, CrosshairReading>({
    read: async (point, how) => stage.scene && readingAt(stage.scene, heat, point, how),
    tell,
  });
  /** Of the book now the dollars, of the newest column what tells their age and who holds them. */
  const probeStrip = createRestedReading<{ readonly price: number }, CrosshairReading>({
    async read({ price }, how) {
      const at = stripHost.read(price);
      const column = at && (await findings.probeNow(at, how));
      if (!at?.reading || !column) return at;
      const { cluster, age, venues } = column;
      return { ...at, reading: { ...at.reading, cluster, age, venues } };
    },
    tell,
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
      sightReport.drawn();
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
      } else {
        findings.lookAt(replay.newestColumn);
        consensus.look();
      }
      side.move(direction);
      askPastBook();
    },
  });
  const sightReport = createSightReport({ chart, stage, marketNow, onSight });
  const askPastBook = createPastBooks({
    onStage: () => stage.scene,
    onBook(grid) {
      if (!grid) return stripHost.clear();
      stripHost.takeBook(grid, style);
      onBook({ time: grid.time, mark: grid.mark, cameAt: Date.now() });
    },
  });
  const findings = createMapFindings({ chart, heat, onStage: () => stage.scene });
  const consensus = createConsensusFeed({ heat, onStage: () => stage.scene, inSight: () => inSight });
  const lookThrough = () => {
    if (!inSight) return;
    findings.look(inSight);
    consensus.look();
  };

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

  const missed = watchMissed((fromMs) => instantMs === undefined && void stage.refresh({ fromMs }));
  const stopListening = live.listen({
    onResumed: catchUp,
    onFrame(frame) {
      if (!stage.scene || isFilling(stage.scene.market) || document.hidden) return;
      if (frame.kind === "levels") {
        if (frame.grid.layer !== stage.scene.layer) return;
        liveBook = applyLevelsFrame(liveBook, frame);
        if (instantMs !== undefined || staysUndrawn()) return;
        stripHost.takeLevels(frame, style);
        onBook(undefined);
      } else if (!staysUndrawn()) {
        heat.putColumn({ market: stage.scene.market.id, level: frame.level, layer: frame.column.layer, age: stage.scene.age }, frame.column);
        if (instantMs === undefined) findings.lookAt(frame.column.column);
        if (!frame.column.provisional) consensus.look();
      }
    },
    onMessage(message) {
      const scene = stage.live;
      const isShown = scene === stage.scene;
      if (message.type === "realised" && message.market === scene?.market.id && message.level === scene.level) {
        scene.realised.take(message.cells);
        if (isShown && !staysUndrawn()) chart.setRealised(scene.realised.cells);
      }
      if (message.type === "market" && message.market.id === scene?.market.id) missed.hear(message.market);
      if (message.type !== "candle" || message.market !== scene?.market.id || isFilling(scene.market)) return;
      const taken = scene.history.take(message.candle);
      if (taken?.gapAfterMs !== undefined) missed.noteGap(taken.gapAfterMs);
      if (!isShown || staysUndrawn()) return;
      if (taken?.gapAfterMs !== undefined) chart.setBars(scene.history.bars, scene.level);
      else if (taken) chart.updateBar(taken.bar);
    },
  });
  const pixels = () => {
    const picture = chart.picture();
    return { chart: picture, strip: stripHost.canvas, ratio: picture.width / element.clientWidth };
  };
  function staysUndrawn(): boolean {
    hasMore ||= isBehind;
    return isBehind;
  }
  function drawWhatCame(): void {
    ladderHost.setBook(orders);
    const { scene } = stage;
    if (!hasMore || !scene || scene.replay) return;
    chart.setBars(scene.history.bars, scene.level);
    chart.setRealised(scene.realised.cells);
    if (liveBook?.layer === scene.layer) stripHost.takeBook(liveBook, style);
    onBook(undefined);
    catchUp();
  }
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
      show(market?.id === shown.market.id ? market : shown.market, { ...shown.choice, sight: undefined });
      if (atMs === undefined && liveBook?.layer === shown.choice.layer) stripHost.takeBook(liveBook, style);
    },
    setStanding(standing) {
      isBehind = standing === "behind";
      if (isBehind) return;
      drawWhatCame();
      hasMore = false;
    },
    fit: () => void stage.fit(),
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
    trace: (cluster) => findings.traceNow(cluster),
    bringIntoSight: (price) => chart.bringIntoSight(price),
    setPanes: (ids) => side.setPanes(PANES.filter(({ id }) => ids.includes(id))),
    setMarks: (ids) => side.setMarks(MARKS.filter(({ id }) => ids.includes(id))),
    setOver: (painter) => chart.setOver(painter),
    hearConsensus: (listener) => consensus.listen(listener),
    setPriceShape: (shape) => chart.setPriceShape(shape),
    setGuides(guides) {
      chart.setGuides(guides);
      if (guides.pin === pin) return;
      pin = guides.pin;
      setCursor(undefined);
      if (pin) readPin(pin);
      else probe(undefined);
    },
    setLines: (lines) => chart.setLines(lines),
    pricesAround(price, pixels) {
      const range = chart.pricesAround(price, pixels);
      return range && stage.scene && { ...range, price: onTick(price, stage.scene.market.tickSize) };
    },
    setSpread: (spread) => stripHost.setSpread(spread),
    renewLook() {
      chart.renewLook();
      stripHost.repaint();
      ladderHost.repaint();
    },
    setOrders(book) {
      orders = book;
      if (!isBehind) ladderHost.setBook(book);
    },
    renew: () => void renew(),
    setHoles: (holes) => chart.setHoles(holes),
    setLacking: (spans) => chart.setLacking(spans),
    setStale: (span) => chart.setStale(span),
    capture() {
      return stage.scene && inSight && captureOf({ scene: stage.scene, sight: inSight, heat, pixels, nowMs: instantMs ?? Date.now(), replayedMs: instantMs });
    },
    close() {
      document.removeEventListener("visibilitychange", onVisibility);
      stopListening();
      missed.close();
      side.close();
      sightReport.close();
      stage.close();
      heat.close();
      stripHost.close();
      ladderHost.close();
      chart.remove();
    },
  };
}
