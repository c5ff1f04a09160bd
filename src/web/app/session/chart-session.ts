import type { StockLayer } from "#core/layer.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { createHeatChart } from "#web/chart/heat-chart.ts";
import { MARKS } from "#web/marks/registry.ts";
import { PANES } from "#web/panes/registry.ts";
import { type Sight, sameTiles, tilesInSight } from "#web/chart/sight.ts";
import { openHeatClient } from "#web/data/heat-client.ts";
import type { TileAt } from "#web/data/heat-worker-messages.ts";
import type { ChartSession, ChartSessionParts } from "./chart-session-parts.ts";
import { createSightReport } from "./sight-report.ts";
import { captureOf } from "#web/app/tools/capture.ts";
import { createConsensusFeed } from "./consensus-feed.ts";
import { createLadderHost } from "#web/app/order-book/ladder-host.ts";
import { isPhone } from "#web/app/view/use-compact.ts";
import { createLiveIntake } from "./live-intake.ts";
import { sayMapSize } from "./map-size.ts";
import { createMapFindings } from "./map-findings.ts";
import { createPointedReadings } from "./pointed-readings.ts";
import { isFilling } from "./scene.ts";
import { createSideFeed } from "./side-feed.ts";
import { type Choice, createStage } from "./stage.ts";
import { createStripHost } from "./strip-host.ts";
import { createPastBooks } from "#web/app/replay/past-books.ts";
import { onTick } from "#web/app/view/watched-prices.ts";
import { withTilesAhead } from "#web/app/replay/tiles-ahead.ts";

/** What a column without heat is called. */
const ABSENT_WORDS: Readonly<Record<StockLayer, string>> = { modelled: "no estimate", measured: "not measured" };

/**
 * Wires chart, level strip, heat worker and stream to each other. What is on stage is decided in stage.ts, what the stream brings goes through
 * live-intake.ts, what the pointer stands on is read in pointed-readings.ts.
 */
export function openChartSession(parts: ChartSessionParts): ChartSession {
  const { element, live, marketNow, onProblem, onBook } = parts;
  let wanted: readonly TileAt[] = [];
  let inSight: Sight | undefined;
  let instantMs: number | undefined;
  let shown: { readonly market: MarketMessage; readonly choice: Omit<Choice, "instant"> } | undefined;
  const onStage = () => stage.scene;

  const heat = openHeatClient({
    first: isPhone() ? "sketch" : "whole",
    onPainted() {
      chart.repaint();
      readings.renewPin();
    },
    onProgress(progress) {
      parts.onProgress(progress);
      if (progress.loading === 0) lookThrough();
    },
  });
  const onPoint = (y: number | undefined) => readings.pointBeside(y);
  const stripHost = createStripHost(parts.strip, { onGrid: parts.onGrid, onPoint });
  const ladderHost = createLadderHost(parts.ladder, { onPoint, onRow: parts.onLadderRow });
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
      sayMapSize(element, { paneHeight: chart.paneHeight(), paneWidth: chart.paneWidth() });
      sightReport.drawn();
    },
    onPoint: (point) => readings.point(point),
    onPick: (point) => readings.click(point),
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
      parts.onLevel(level);
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
        readings.clear();
        lookThrough();
      } else {
        findings.lookAt(replay.newestColumn);
        consensus.look();
      }
      side.move(direction);
      askPastBook();
    },
  });
  const side = createSideFeed({ chart, onStage, onProblem });
  const findings = createMapFindings({ chart, heat, onStage });
  const consensus = createConsensusFeed({ heat, onStage, inSight: () => inSight });
  const readings = createPointedReadings({ ...parts, chart, heat, strip: stripHost, ladder: ladderHost, findings, onStage });
  const sightReport = createSightReport({ chart, stage, marketNow, onSight: parts.onSight });
  const askPastBook = createPastBooks({ onStage, onBook: (grid) => (grid ? showAsked(grid) : stripHost.clear()) });
  const intake = createLiveIntake({
    live,
    stage,
    chart,
    heat,
    strip: stripHost,
    ladder: ladderHost,
    findings,
    consensus,
    isNow: () => instantMs === undefined,
    onAsked: showAsked,
    onStreamed: () => onBook(undefined),
  });

  function lookThrough(): void {
    if (!inSight) return;
    findings.look(inSight);
    consensus.look();
  }

  function showAsked(grid: LevelsGrid): void {
    stripHost.takeBook(grid);
    onBook({ time: grid.time, mark: grid.mark, cameAt: Date.now() });
  }

  function pixels() {
    const picture = chart.picture();
    return { chart: picture, strip: stripHost.canvas, ratio: picture.width / element.clientWidth };
  }

  function show(market: MarketMessage, choice: Omit<Choice, "instant">): void {
    shown = { market, choice };
    stripHost.clear();
    chart.sayAbsent(ABSENT_WORDS[choice.layer]);
    onBook(undefined);
    parts.onPick(undefined);
    readings.clear();
    const instant = instantMs === undefined ? undefined : { atMs: instantMs, newestMs: () => marketNow()?.lastTime ?? 0 };
    void showOnStage(market, { ...choice, instant });
  }

  async function showOnStage(market: MarketMessage, choice: Choice): Promise<void> {
    await stage.show(market, choice);
    // While it loaded the instant may have moved on.
    if (instantMs !== undefined) stage.moveTo(instantMs);
    else if (isFilling(market)) await intake.renew();
  }

  return {
    show(market, choice) {
      intake.clear();
      show(market, choice);
    },
    showInstant(atMs) {
      const before = instantMs;
      instantMs = atMs;
      if (atMs === before || !shown) return;
      if (atMs !== undefined && before !== undefined) return stage.moveTo(atMs);
      const market = marketNow();
      show(market?.id === shown.market.id ? market : shown.market, { ...shown.choice, sight: undefined });
      if (atMs === undefined) intake.showBook(shown.choice.layer);
    },
    setStanding: (standing) => intake.setStanding(standing),
    fit: () => void stage.fit(),
    get playableUntilMs() {
      return stage.scene?.replay?.loadedUntilMs ?? 0;
    },
    setStyle(style) {
      heat.setStyle(style);
      stripHost.setStyle(style);
      lookThrough();
    },
    setLayers({ heat: visibility, bubbles, sweptSides }) {
      chart.showHeat(visibility);
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
      readings.pin(guides.pin);
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
    setOrders: (book) => intake.setOrders(book),
    renew: () => void intake.renew(),
    setHoles: (holes) => chart.setHoles(holes),
    setLacking: (spans) => chart.setLacking(spans),
    setStale: (span) => chart.setStale(span),
    capture() {
      return stage.scene && inSight && captureOf({ scene: stage.scene, sight: inSight, heat, pixels, nowMs: instantMs ?? Date.now(), replayedMs: instantMs });
    },
    close() {
      intake.close();
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
