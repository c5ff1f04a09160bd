import type { AgeBand } from "#core/age-band.ts";
import { HEAT_LEVELS, type WindowName } from "#core/heat-levels.ts";
import type { StockLayer } from "#core/layer.ts";
import { tilesAhead } from "#core/tiles-ahead.ts";
import { MINUTE_MS } from "#core/units.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { HeatChart } from "#web/chart/heat-chart.ts";
import type { HeatClient } from "#web/data/heat-client.ts";
import type { StreamClient } from "#web/data/stream-client.ts";
import { createReplayMoves } from "#web/app/replay/replay-moves.ts";
import { createKnownScenes } from "./known-scenes.ts";
import { levelForSight, priceReach } from "./level-of-detail.ts";
import { ROOM_AHEAD, type Scene, type SceneInstant, type TimeSight, candlesUntil, createScene, isFilling, sightOfWindow, withOlder } from "./scene.ts";
import type { ViewSight } from "#web/app/view/view-sight.ts";
import { windowNamed } from "#web/app/view/window-choices.ts";

export interface StageParts {
  readonly chart: HeatChart;
  readonly heat: HeatClient;
  readonly stream: StreamClient;
  /** A sentence when candles cannot be had, undefined when they came. */
  readonly onProblem: (problem: string | undefined) => void;
  readonly onScene: (scene: Scene) => void;
  /** Candles of the scene are drawn: those it began with, or older ones. */
  readonly onCandles: () => void;
  /** The instant moved, and the map with it. */
  readonly onMoved: (direction: "on" | "back") => void;
}

/** What a person wants to see of a market. */
export interface Choice {
  readonly window: WindowName;
  readonly layer: StockLayer;
  readonly age: AgeBand | undefined;
  /** Undefined: now. */
  readonly instant?: SceneInstant | undefined;
  /** The part of it that is shown; undefined: the whole window. */
  readonly sight?: ViewSight | undefined;
}

/** Decides which market, layer and level is on screen, and loads it. */
export interface Stage {
  readonly scene: Scene | undefined;
  /** The window that was asked for last. */
  readonly window: WindowName | undefined;
  /** Whether another scene is on its way: what is in sight is then not what was asked for. */
  readonly isOpening: boolean;
  /** The scene of now, on stage or behind an earlier instant: what the stream brings is for it. */
  readonly live: Scene | undefined;
  /** A market from its newest column, or from an instant, back over a window. */
  show(market: MarketMessage, choice: Choice): Promise<void>;
  /** The window that was asked for again, wherever the person has moved and zoomed to. */
  fit(): Promise<void>;
  /** Another instant of the same market. Nothing happens while an instant is not what is shown. */
  moveTo(atMs: number): void;
  /** Keeps up with the person: another level of detail, older candles. */
  follow(columns: { first: number; last: number }): Promise<void>;
  /** Fetches again what is still open, with candles of `span`, by default from the newest on: a back-fill goes on, or something was not told. */
  refresh(span?: { readonly fromMs?: number; readonly untilMs?: number }): Promise<void>;
  close(): void;
}

/** Candles asked for at once when the stream was away or history is still being filled; the server gives no more than 10,000. */
const MOST_NEW_COLUMNS = 5_000;

export function createStage({ chart, heat, stream, onProblem, onScene, onCandles, onMoved }: StageParts): Stage {
  let scene: Scene | undefined;
  let shown: Choice | undefined;
  /** What was on stage before an instant was, still fed. */
  let kept: Scene | undefined;
  let abort = new AbortController();
  let extending = false;
  /** True from new bars until they are drawn: ranges the chart reports meanwhile are its own, not the person's. */
  let settling = false;

  let opening = 0;

  const scenes = createKnownScenes();

  /** Loads a scene and swaps it in whole, so that candles and heat never disagree. The heat is asked for beside the candles. */
  async function open(next: Scene, sight: TimeSight): Promise<boolean> {
    abort.abort();
    const { signal } = (abort = new AbortController());
    const found = next.replay ? undefined : scenes.find(next, sight);
    if (found) {
      kept = undefined;
      present(found, sight);
      void refresh();
      return true;
    }
    if (next.market.mark !== null) heat.ahead(viewOf(next), tilesAhead(next.level, next.market.mark, sight));
    const range = { fromMs: next.loadedFromMs, toMs: Math.min(sight.toMs, candlesUntil(next.market)) };
    if (!(await loaded(next.replay?.begin(range.fromMs, signal) ?? next.history.load(range, signal), signal))) return false;
    kept = next.replay ? (scene && !scene.replay ? scene : kept) : undefined;
    present(next, sight);
    if (next.replay) void loaded(next.replay.loadAhead(signal), signal);
    void loadRealised(next, range);
    return true;
  }

  function present(next: Scene, sight: TimeSight): void {
    const { market, level, history, realised, replay } = next;
    const { columnMs, rowsPerCell } = HEAT_LEVELS[level];
    scene = next;
    scenes.note(next);
    settling = true;
    requestAnimationFrame(() => requestAnimationFrame(() => (settling = false)));
    onScene(next);
    heat.setView(viewOf(next), market.members?.map((member) => member.market) ?? []);
    chart.setTickSize(market.tickSize);
    cutHeat(replay?.newestColumn);
    chart.setBars(history.bars, level);
    chart.setRealised(realised.cells);
    chart.showColumns({ first: sight.fromMs / columnMs, last: sight.toMs / columnMs });
    stream.subscribe({ ...viewOf(next), rowsPerCell });
    onCandles();
  }

  /** Neither draws nor reads heat after a column; undefined: all there is. */
  function cutHeat(column: number | undefined): void {
    chart.setHeatUntil(column);
    heat.setUntil(column);
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
    scenes.note(scene);
    chart.setBars(scene.history.bars, scene.level);
    onCandles();
    await loadRealised(scene, { fromMs: scene.loadedFromMs, toMs: current.loadedFromMs });
  }

  async function refresh({ fromMs: sinceMs, untilMs = Date.now() }: { readonly fromMs?: number; readonly untilMs?: number } = {}): Promise<void> {
    heat.refresh();
    if (!scene || scene.replay) return;
    const current = scene;
    const { signal } = abort;
    const fromMs = sinceMs ?? current.history.bars.at(-1)?.openTime ?? current.loadedFromMs;
    const toMs = Math.min(untilMs, fromMs + MOST_NEW_COLUMNS * HEAT_LEVELS[current.level].columnMs);
    if ((await loaded(current.history.load({ fromMs, toMs }, signal), signal)) && scene === current) chart.setBars(current.history.bars, current.level);
    await loadRealised(current, { fromMs, toMs });
  }

  const moves = createReplayMoves({
    chart,
    onStage: () => scene,
    cutHeat,
    onMoved,
    load: async (track) => {
      const { signal } = abort;
      return (await loaded(track.loadAhead(signal), signal)) && scene?.replay === track;
    },
    reopen: (current, sight) => open(createScene(current, sight.fromMs - (sight.toMs - sight.fromMs) * 0.3, instantOf(current)), sight),
  });

  async function show(market: MarketMessage, choice: Choice): Promise<void> {
    const { layer, age, instant } = (shown = choice);
    const { level, prices, ...sight } = askedSight(market, choice);
    const spanMs = sight.toMs - sight.fromMs;
    if (!instant && scene?.replay && kept?.market.id === market.id && kept.layer === layer && kept.age === age && kept.level === level) {
      abort.abort();
      abort = new AbortController();
      present(kept, sight);
      reachPrices(kept, sight);
      return refresh();
    }
    const live = scene?.replay ? kept : scene;
    const known = instant && live && reachesOver(live, { market, level, fromMs: sight.fromMs, atMs: instant.atMs }) ? live : undefined;
    const next = createScene({ market, level, layer, age }, known?.loadedFromMs ?? sight.fromMs - spanMs * 0.3, instant && { ...instant, known });
    if (!(await open(next, sight)) || !scene) return;
    reachPrices(scene, choice.sight?.time.kind === "newest" ? sightOfWindow(market, choice.window, instant?.atMs) : sight);
    if (prices) chart.holdPrices(prices);
    heat.refresh();
  }

  return {
    get scene() {
      return scene;
    },
    get live() {
      return scene?.replay ? kept : scene;
    },
    get window() {
      return shown?.window;
    },
    get isOpening() {
      return opening > 0 || settling;
    },
    async show(market, choice) {
      opening += 1;
      try {
        await show(market, choice);
      } finally {
        opening -= 1;
      }
    },
    async fit() {
      if (!scene || !shown) return;
      const { level, ...sight } = sightOfWindow(scene.market, shown.window, scene.replay?.atMs);
      if (level !== scene.level) return this.show(scene.market, { ...shown, sight: undefined, instant: instantOf(scene) });
      const { columnMs } = HEAT_LEVELS[level];
      chart.showColumns({ first: sight.fromMs / columnMs, last: sight.toMs / columnMs });
      reachPrices(scene, sight);
    },
    moveTo: (atMs) => moves.moveTo(atMs),
    async follow({ first, last }) {
      moves.see({ first, last });
      if (!scene || settling || document.hidden) return;
      const { market, level, layer, age } = scene;
      const { columnMs } = HEAT_LEVELS[level];
      const nextLevel = levelForSight(level, { columns: last - first, finestLevel: market.finestLevel });
      if (nextLevel !== level) {
        const sight = { fromMs: first * columnMs, toMs: last * columnMs };
        await open(createScene({ market, level: nextLevel, layer, age }, sight.fromMs - (sight.toMs - sight.fromMs) / 2, instantOf(scene)), sight);
      } else if (first * columnMs < scene.loadedFromMs && !extending) {
        extending = true;
        await extend(scene, last - first);
        extending = false;
      }
    },
    refresh,
    close: () => abort.abort(),
  };
}

/** The window, or the part of it that was asked for, at a level of detail for it; prices that were held are, while the newest is among them. */
function askedSight(market: MarketMessage, { window, instant, sight }: Choice): TimeSight & { readonly level: number; readonly prices: ViewSight["prices"] } {
  const whole = sightOfWindow(market, window, instant?.atMs);
  if (!sight) return { ...whole, prices: undefined };
  const { time, prices } = sight;
  const newestMs = instant?.atMs ?? whole.fromMs + windowNamed(window).spanMs;
  const { fromMs, toMs } =
    time.kind === "past" ? time : { fromMs: newestMs - time.minutes * MINUTE_MS, toMs: newestMs + time.minutes * MINUTE_MS * ROOM_AHEAD };
  let { level } = whole;
  for (let before = -1; before !== level;) {
    before = level;
    level = levelForSight(level, { columns: (toMs - fromMs) / HEAT_LEVELS[level].columnMs, finestLevel: market.finestLevel });
  }
  const isOff = time.kind === "newest" && prices && market.mark !== null && (market.mark < prices.low || market.mark > prices.high);
  return { level, fromMs, toMs, prices: isOff ? undefined : prices };
}

/** Whether all that an instant shows was loaded for now. What is being filled still changes. */
function reachesOver(live: Scene, { market, level, fromMs, atMs }: { market: MarketMessage; level: number; fromMs: number; atMs: number }): boolean {
  const newest = live.history.bars.at(-1);
  if (!newest || live.market.id !== market.id || live.level !== level || isFilling(live.market) || isFilling(market)) return false;
  return live.loadedFromMs <= fromMs && live.realised.loadedFromMs <= live.loadedFromMs && atMs <= newest.openTime;
}

const viewOf = ({ market, level, layer, age }: Pick<Scene, "market" | "level" | "layer" | "age">) => ({ market: market.id, level, layer, age });

const instantOf = ({ replay }: Scene): SceneInstant | undefined => replay && { atMs: replay.atMs, newestMs: replay.newestMs };
