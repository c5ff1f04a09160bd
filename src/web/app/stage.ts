import type { AgeBand } from "#core/age-band.ts";
import { HEAT_LEVELS, type WindowName } from "#core/heat-levels.ts";
import type { StockLayer } from "#core/layer.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { HeatChart } from "#web/chart/heat-chart.ts";
import type { HeatClient } from "#web/data/heat-client.ts";
import type { StreamClient } from "#web/data/stream-client.ts";
import { levelForSight, priceReach } from "./level-of-detail.ts";
import { type Scene, type TimeSight, candlesUntil, createScene, sightOfWindow, withOlder } from "./scene.ts";

export interface StageParts {
  readonly chart: HeatChart;
  readonly heat: HeatClient;
  readonly stream: StreamClient;
  /** A sentence when candles cannot be had, undefined when they came. */
  readonly onProblem: (problem: string | undefined) => void;
  readonly onScene: (scene: Scene) => void;
  /** Candles of the scene are drawn: those it began with, or older ones. */
  readonly onCandles: () => void;
}

/** What a person wants to see of a market. */
export interface Choice {
  readonly window: WindowName;
  readonly layer: StockLayer;
  readonly age: AgeBand | undefined;
}

/** Decides which market, layer and level is on screen, and loads it. */
export interface Stage {
  readonly scene: Scene | undefined;
  /** A market from its newest column back over a window. */
  show(market: MarketMessage, choice: Choice): Promise<void>;
  /** The window that was asked for again, wherever the person has moved and zoomed to. */
  fit(): Promise<void>;
  /** Keeps up with the person: another level of detail, older candles. */
  follow(columns: { first: number; last: number }): Promise<void>;
  /** Fetches again what is still open, with candles up to `untilMs`: a back-fill goes on, or the stream was away. */
  refresh(untilMs?: number): Promise<void>;
  close(): void;
}

/** Candles asked for at once when the stream was away or history is still being filled; the server gives no more than 10,000. */
const MOST_NEW_COLUMNS = 5_000;

export function createStage({ chart, heat, stream, onProblem, onScene, onCandles }: StageParts): Stage {
  let scene: Scene | undefined;
  let shown: Choice | undefined;
  let abort = new AbortController();
  let extending = false;
  /** True from new bars until they are drawn: ranges the chart reports meanwhile are its own, not the person's. */
  let settling = false;

  /** Loads a scene and swaps it in whole, so that candles and heat never disagree. */
  async function open(next: Scene, sight: TimeSight): Promise<boolean> {
    abort.abort();
    const { signal } = (abort = new AbortController());
    if (!(await loaded(next.history.load({ fromMs: next.loadedFromMs, toMs: Math.min(sight.toMs, candlesUntil(next.market)) }, signal), signal))) return false;
    const { market, level, layer, age, history } = next;
    const { columnMs, rowsPerCell } = HEAT_LEVELS[level];
    scene = next;
    settling = true;
    requestAnimationFrame(() => requestAnimationFrame(() => (settling = false)));
    onScene(next);
    heat.setView({ market: market.id, level, layer, age });
    chart.setTickSize(market.tickSize);
    chart.setBars(history.bars, level);
    chart.setRealised([]);
    void loadRealised(next, { fromMs: next.loadedFromMs, toMs: Math.min(sight.toMs, candlesUntil(next.market)) });
    chart.showColumns({ first: sight.fromMs / columnMs, last: sight.toMs / columnMs });
    stream.subscribe({ market: market.id, level, rowsPerCell, layer, age });
    onCandles();
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

  /** Prints come after the map, which does not wait for them. */
  async function loadRealised({ realised, history }: Scene, range: { fromMs: number; toMs: number }): Promise<void> {
    const { signal } = abort;
    if ((await loaded(realised.load(range, signal), signal)) && scene?.history === history) chart.setRealised(realised.cells);
  }

  function reachPrices({ history }: Scene, { fromMs, toMs }: TimeSight): void {
    chart.setPriceReach(
      priceReach(
        history.bars.filter((bar) => bar.openTime >= fromMs),
        toMs - fromMs,
      ),
    );
  }

  async function extend(current: Scene, columns: number): Promise<void> {
    const { signal } = abort;
    const older = withOlder(current, columns, signal);
    if (!(await loaded(older, signal)) || scene !== current) return;
    scene = (await older) ?? current;
    chart.setBars(scene.history.bars, scene.level);
    onCandles();
    await loadRealised(scene, { fromMs: scene.loadedFromMs, toMs: current.loadedFromMs });
  }

  return {
    get scene() {
      return scene;
    },
    async show(market, choice) {
      const { window, layer, age } = (shown = choice);
      const { level, ...sight } = sightOfWindow(market, window);
      const spanMs = sight.toMs - sight.fromMs;
      const next = createScene({ market, level, layer, age }, sight.fromMs - spanMs * 0.3);
      if (!(await open(next, sight))) return;
      reachPrices(next, sight);
      heat.refresh();
    },
    async fit() {
      if (!scene || !shown) return;
      const { level, ...sight } = sightOfWindow(scene.market, shown.window);
      if (level !== scene.level) return this.show(scene.market, shown);
      const { columnMs } = HEAT_LEVELS[level];
      chart.showColumns({ first: sight.fromMs / columnMs, last: sight.toMs / columnMs });
      reachPrices(scene, sight);
    },
    async follow({ first, last }) {
      if (!scene || settling || document.hidden) return;
      const { market, level, layer, age } = scene;
      const { columnMs } = HEAT_LEVELS[level];
      const nextLevel = levelForSight(level, { columns: last - first, finestLevel: market.finestLevel });
      if (nextLevel !== level) {
        const sight = { fromMs: first * columnMs, toMs: last * columnMs };
        await open(createScene({ market, level: nextLevel, layer, age }, sight.fromMs - (sight.toMs - sight.fromMs) / 2), sight);
      } else if (first * columnMs < scene.loadedFromMs && !extending) {
        extending = true;
        await extend(scene, last - first);
        extending = false;
      }
    },
    async refresh(untilMs = Date.now()) {
      heat.refresh();
      if (!scene) return;
      const current = scene;
      const { signal } = abort;
      const fromMs = current.history.bars.at(-1)?.openTime ?? current.loadedFromMs;
      const toMs = Math.min(untilMs, fromMs + MOST_NEW_COLUMNS * HEAT_LEVELS[current.level].columnMs);
      if ((await loaded(current.history.load({ fromMs, toMs }, signal), signal)) && scene === current) chart.setBars(current.history.bars, current.level);
      await loadRealised(current, { fromMs, toMs });
    },
    close: () => abort.abort(),
  };
}
