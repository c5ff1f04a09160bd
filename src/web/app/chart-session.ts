import { HEAT_LEVELS, type WindowName } from "#core/heat-levels.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { type ChartPoint, createHeatChart } from "#web/chart/heat-chart.ts";
import { sameTiles, tilesInSight } from "#web/chart/sight.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { type HeatProgress, openHeatClient } from "#web/data/heat-client.ts";
import type { TileAt } from "#web/data/heat-worker-messages.ts";
import { latestOnly } from "./latest-only.ts";
import { levelForSight, priceReach } from "./level-of-detail.ts";
import type { LiveConnection } from "./live-connection.ts";
import { type CrosshairReading, type Scene, type TimeSight, createScene, readingAt, sightOfWindow, withOlder } from "./scene.ts";
import { createStripHost } from "./strip-host.ts";

export interface ChartSessionParts {
  readonly element: HTMLElement;
  readonly strip: HTMLElement;
  readonly live: LiveConnection;
  readonly onReading: (reading: CrosshairReading | undefined) => void;
  readonly onProgress: (progress: HeatProgress) => void;
  /** A sentence when candles cannot be had, undefined when they came. */
  readonly onProblem: (problem: string | undefined) => void;
  readonly onLevel: (level: number) => void;
}

export interface ChartSession {
  /** Shows a market from the newest column back over a window. */
  show(market: MarketMessage, window: WindowName): void;
  setStyle(style: HeatStyle): void;
  /** Fetches again what is still open: a back-fill goes on, or the stream was away. */
  refresh(): void;
  close(): void;
}

/** Candles asked for at once when the stream was away or history is still being filled; the server gives no more than 10,000. */
const MOST_NEW_COLUMNS = 5_000;

/** Binds chart, heat worker and stream: the one place where market, level and what is in sight come together. */
export function openChartSession({ element, strip, live, onReading, onProgress, onProblem, onLevel }: ChartSessionParts): ChartSession {
  let scene: Scene | undefined;
  let style: HeatStyle | undefined;
  let wanted: readonly TileAt[] = [];
  let abort = new AbortController();
  let extending = false;
  /** True from new bars until they are drawn: ranges the chart reports meanwhile are its own, not the person's. */
  let settling = false;

  const heat = openHeatClient({ onPainted: () => chart.repaint(), onProgress });
  const stripHost = createStripHost(strip, (y) => {
    const price = y === undefined ? undefined : chart.priceAt(y);
    stripHost.setCursor(y);
    onReading(price === undefined ? undefined : stripHost.read(price));
  });
  const probe = latestOnly(async (point: ChartPoint | undefined) => onReading(point && scene ? await readingAt(scene, heat, point) : undefined));
  const chart = createHeatChart(element, {
    bitmap: (at) => heat.bitmap(at),
    onDrawn({ projection, sight }) {
      const tiles = tilesInSight(sight);
      if (!sameTiles(tiles, wanted)) heat.want((wanted = tiles));
      stripHost.paint(projection, chart.paneHeight());
    },
    onPoint(point) {
      stripHost.setCursor(point?.y);
      probe(point);
    },
    onColumns: (range) => void follow(range),
  });

  /** Loads a scene and swaps it in whole, so that candles and heat never disagree. */
  async function open(next: Scene, sight: TimeSight): Promise<boolean> {
    abort.abort();
    const { signal } = (abort = new AbortController());
    if (!(await loaded(next.history.load({ fromMs: next.loadedFromMs, toMs: sight.toMs }, signal), signal))) return false;
    const { market, level, history } = next;
    const { columnMs, rowsPerCell } = HEAT_LEVELS[level];
    scene = next;
    wanted = [];
    settling = true;
    requestAnimationFrame(() => requestAnimationFrame(() => (settling = false)));
    heat.setView({ market: market.id, level });
    chart.setTickSize(market.tickSize);
    chart.setBars(history.bars, level);
    chart.showColumns({ first: sight.fromMs / columnMs, last: sight.toMs / columnMs });
    live.stream.subscribe({ market: market.id, level, rowsPerCell });
    onLevel(level);
    return true;
  }

  /** Whether work came through; its failure is told, its abortion is not. */
  async function loaded(work: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
    try {
      await work;
      if (!signal.aborted) onProblem(undefined);
    } catch (error) {
      if (!signal.aborted) onProblem(error instanceof Error ? error.message : String(error));
      return false;
    }
    return !signal.aborted;
  }

  async function show(market: MarketMessage, window: WindowName): Promise<void> {
    const { level, ...sight } = sightOfWindow(market, window);
    const spanMs = sight.toMs - sight.fromMs;
    stripHost.clear();
    const next = createScene(market, level, sight.fromMs - spanMs * 0.3);
    if (!(await open(next, sight))) return;
    const inSight = next.history.bars.filter((bar) => bar.openTime >= sight.fromMs);
    chart.setPriceReach(priceReach(inSight, spanMs));
    heat.refresh();
  }

  async function follow({ first, last }: { first: number; last: number }): Promise<void> {
    if (!scene || settling || document.hidden) return;
    const { market, level } = scene;
    const { columnMs } = HEAT_LEVELS[level];
    const nextLevel = levelForSight(level, { columns: last - first, finestLevel: market.finestLevel });
    if (nextLevel !== level) {
      const sight = { fromMs: first * columnMs, toMs: last * columnMs };
      await open(createScene(market, nextLevel, sight.fromMs - (sight.toMs - sight.fromMs) / 2), sight);
    } else if (first * columnMs < scene.loadedFromMs && !extending) {
      extending = true;
      await extend(scene, last - first);
      extending = false;
    }
  }

  async function extend(current: Scene, columns: number): Promise<void> {
    const { signal } = abort;
    const older = withOlder(current, columns, signal);
    if (!(await loaded(older, signal)) || scene !== current) return;
    scene = (await older) ?? current;
    chart.setBars(scene.history.bars, scene.level);
  }

  async function refresh(): Promise<void> {
    heat.refresh();
    if (!scene) return;
    const current = scene;
    const { signal } = abort;
    const fromMs = current.history.bars.at(-1)?.openTime ?? current.loadedFromMs;
    const toMs = Math.min(Date.now(), fromMs + MOST_NEW_COLUMNS * HEAT_LEVELS[current.level].columnMs);
    if ((await loaded(current.history.load({ fromMs, toMs }, signal), signal)) && scene === current) chart.setBars(current.history.bars, current.level);
  }

  const stopListening = live.listen({
    onResumed: () => void refresh(),
    onFrame(frame) {
      if (!scene || document.hidden) return;
      if (frame.kind === "levels") stripHost.takeLevels(frame, style);
      else heat.putColumn({ market: scene.market.id, level: frame.level }, frame.column);
    },
    onMessage(message) {
      if (message.type !== "candle" || message.market !== scene?.market.id) return;
      const taken = scene.history.take(message.candle);
      if (taken?.gap) chart.setBars(scene.history.bars, scene.level);
      else if (taken) chart.updateBar(taken.bar);
    },
  });
  const onVisibility = () => document.hidden || void refresh();
  document.addEventListener("visibilitychange", onVisibility);

  return {
    show: (market, window) => void show(market, window),
    setStyle(next) {
      style = next;
      heat.setStyle(next);
      stripHost.setStyle(next);
    },
    refresh: () => void refresh(),
    close() {
      document.removeEventListener("visibilitychange", onVisibility);
      stopListening();
      abort.abort();
      heat.close();
      stripHost.close();
      chart.remove();
    },
  };
}
