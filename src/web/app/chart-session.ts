import { HEAT_LEVELS, type WindowName, cellOfRow, columnEnd, columnIndexOf } from "#core/heat-levels.ts";
import { rowOf } from "#core/price-rows.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { type ChartPoint, createHeatChart } from "#web/chart/heat-chart.ts";
import { sameTiles, tilesInSight } from "#web/chart/sight.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { type HeatProgress, openHeatClient } from "#web/data/heat-client.ts";
import type { Reading, TileAt } from "#web/data/heat-worker-messages.ts";
import { fetchCandles } from "#web/data/rest.ts";
import { type BarHistory, createBarHistory } from "./bar-history.ts";
import { type StripHost, createStripHost } from "./strip-host.ts";
import { levelForSight, priceReach } from "./level-of-detail.ts";
import type { LiveConnection } from "./live-connection.ts";
import { levelOfWindow, windowNamed } from "./window-choices.ts";

/** What the crosshair stands on. `reading` is undefined where nothing is estimated. */
export interface CrosshairReading {
  readonly timeMs: number;
  readonly price: number;
  readonly mark: number;
  readonly reading: Reading | undefined;
}

export interface ChartSessionParts {
  readonly element: HTMLElement;
  readonly strip: HTMLElement;
  readonly live: LiveConnection;
  onReading(reading: CrosshairReading | undefined): void;
  onProgress(progress: HeatProgress): void;
  /** A sentence when candles cannot be had, undefined when they came. */
  onProblem(problem: string | undefined): void;
  onLevel(level: number): void;
}

export interface ChartSession {
  /** Shows a market from the newest column back over a window. */
  show(market: MarketMessage, window: WindowName): void;
  setStyle(style: HeatStyle): void;
  /** Fetches what is still open again: a back-fill goes on, or the stream was away. */
  refresh(): void;
  close(): void;
}

interface Scene {
  readonly market: MarketMessage;
  readonly level: number;
  readonly history: BarHistory;
  readonly loadedFromMs: number;
}

/** Binds chart, heat worker and stream: the one place where market, level and what is in sight come together. */
export function openChartSession({ element, strip, live, onReading, onProgress, onProblem, onLevel }: ChartSessionParts): ChartSession {
  let scene: Scene | undefined;
  let style: HeatStyle | undefined;
  let wanted: readonly TileAt[] = [];
  let abort = new AbortController();
  let extending = false;
  let probing = false;
  let latestPoint: ChartPoint | undefined;

  const heat = openHeatClient({ onPainted: () => chart.repaint(), onProgress });
  const stripHost: StripHost = createStripHost(strip);
  const chart = createHeatChart(element, {
    bitmap: (at) => heat.bitmap(at),
    onDrawn({ projection, sight }) {
      const tiles = tilesInSight(sight);
      if (!sameTiles(tiles, wanted)) heat.want((wanted = tiles));
      stripHost.paint(projection, chart.paneHeight());
    },
    onPoint(point) {
      latestPoint = point;
      stripHost.setCursor(point?.y);
      void probe();
    },
    onColumns: (range) => void follow(range),
  });

  async function open(next: Scene, sight: { fromMs: number; toMs: number; reach: boolean }): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    try {
      await next.history.load({ fromMs: next.loadedFromMs, toMs: sight.toMs }, signal);
    } catch (error) {
      if (!signal.aborted) onProblem(error instanceof Error ? error.message : String(error));
      return;
    }
    if (signal.aborted) return;
    const { market, level, history } = next;
    scene = next;
    wanted = [];
    heat.setView({ market: market.id, level });
    chart.setTickSize(market.tickSize);
    chart.setBars(history.bars, level);
    if (sight.reach) chart.setPriceReach(priceReach(history.bars.filter((bar) => bar.openTime >= sight.fromMs), sight.toMs - sight.fromMs));
    chart.showColumns({ first: sight.fromMs / HEAT_LEVELS[level].columnMs, last: sight.toMs / HEAT_LEVELS[level].columnMs });
    live.stream.subscribe({ market: market.id, level, rowsPerCell: HEAT_LEVELS[level].rowsPerCell });
    onProblem(undefined);
    onLevel(level);
  }

  function sceneOf(market: MarketMessage, level: number, fromMs: number): Scene {
    const history = createBarHistory({ market: market.id, level, fetchCandles });
    return { market, level, history, loadedFromMs: Math.max(fromMs, 0) };
  }

  async function follow({ first, last }: { first: number; last: number }): Promise<void> {
    if (!scene || document.hidden) return;
    const { market, level } = scene;
    const { columnMs } = HEAT_LEVELS[level];
    const wantedLevel = levelForSight(level, { columns: last - first, finestLevel: market.finestLevel });
    if (wantedLevel !== level) {
      const sight = { fromMs: first * columnMs, toMs: last * columnMs, reach: false };
      return open(sceneOf(market, wantedLevel, sight.fromMs - (sight.toMs - sight.fromMs) / 2), sight);
    }
    if (first * columnMs < scene.loadedFromMs) await extend(scene, last - first);
  }

  async function extend(current: Scene, columns: number): Promise<void> {
    const oldest = current.market.firstTime ?? 0;
    if (extending || current.loadedFromMs <= oldest) return;
    extending = true;
    const { columnMs } = HEAT_LEVELS[current.level];
    const fromMs = current.loadedFromMs - Math.max(columns, 500) * columnMs;
    try {
      await current.history.load({ fromMs, toMs: current.loadedFromMs }, abort.signal);
      if (scene !== current) return;
      scene = { ...current, loadedFromMs: fromMs };
      chart.setBars(current.history.bars, current.level);
    } catch (error) {
      if (scene === current) onProblem(error instanceof Error ? error.message : String(error));
    } finally {
      extending = false;
    }
  }

  /** One probe at a time; the newest point wins. */
  async function probe(): Promise<void> {
    if (probing) return;
    probing = true;
    let asked: ChartPoint | undefined;
    do {
      asked = latestPoint;
      onReading(asked && scene ? await read(asked, scene) : undefined);
    } while (asked !== latestPoint);
    probing = false;
  }

  async function read({ column, price }: ChartPoint, { level, history }: Scene): Promise<CrosshairReading> {
    const detail = HEAT_LEVELS[level];
    const bar = history.bars.findLast((bar) => columnIndexOf(detail, bar.openTime) <= column) ?? history.bars[0];
    const cells = { cell: cellOfRow(detail, rowOf(price)), markCell: cellOfRow(detail, rowOf(bar.close)) };
    return { timeMs: columnEnd(detail, column), price, mark: bar.close, reading: await heat.probe({ column, ...cells }) };
  }

  const stopListening = live.listen({
    onResumed: () => refresh(),
    onFrame(frame) {
      if (!scene || document.hidden) return;
      if (frame.kind === "levels") stripHost.takeLevels(frame, style);
      else heat.putColumn({ market: scene.market.id, level: frame.level }, frame.column);
    },
    onMessage(message) {
      if (message.type !== "candle" || message.market !== scene?.market.id || message.intervalMs !== 60_000) return;
      const taken = scene.history.take(message.candle);
      if (taken?.gap) chart.setBars(scene.history.bars, scene.level);
      else if (taken) chart.updateBar(taken.bar);
    },
  });

  function refresh(): void {
    heat.refresh();
    if (!scene) return;
    const current = scene;
    const fromMs = current.history.bars.at(-1)?.openTime ?? current.loadedFromMs;
    const shown = () => scene === current && chart.setBars(current.history.bars, current.level);
    current.history.load({ fromMs, toMs: Date.now() }, abort.signal).then(shown, () => undefined);
  }

  const onVisibility = () => document.hidden || refresh();
  document.addEventListener("visibilitychange", onVisibility);

  return {
    show(market, window) {
      const { spanMs } = windowNamed(window);
      const level = levelOfWindow(window, market);
      const { columnMs } = HEAT_LEVELS[level];
      const toMs = newestTime(market, columnMs);
      stripHost.clear();
      void open(sceneOf(market, level, toMs - spanMs * 1.3 - 60 * columnMs), { fromMs: toMs - spanMs, toMs: toMs + spanMs * 0.05, reach: true });
    },
    setStyle(next) {
      style = next;
      heat.setStyle(next);
      stripHost.setStyle(next);
    },
    refresh,
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

/** Where a window ends: now, or where stored history ends. */
function newestTime({ lastTime }: MarketMessage, columnMs: number): number {
  const now = Date.now();
  return lastTime !== null && now - lastTime > Math.max(3_600_000, 2 * columnMs) ? lastTime : now;
}
