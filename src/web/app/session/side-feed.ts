import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { HeatChart } from "#web/chart/heat-chart.ts";
import { fetchSeries } from "#web/data/rest.ts";
import type { Mark } from "#web/marks/mark.ts";
import type { Pane } from "#web/panes/pane.ts";
import { createLongBarsFeed } from "./long-bars-feed.ts";
import { paced } from "#web/app/replay/paced.ts";
import { type Scene, candlesUntil } from "./scene.ts";
import { type SeriesHistory, createSeriesHistory } from "./series-history.ts";

/** Feeds panes and marks with the market and level on stage. Nothing is asked for while none that needs it is on. */
export interface SideFeed {
  setPanes(panes: readonly Pane[]): void;
  setMarks(marks: readonly Mark[]): void;
  /** Another scene comes on stage: what the panes show belongs to the old one. */
  clear(): void;
  /** Loads what the scene's candles have and the panes have not. */
  follow(): void;
  /** The instant of the scene moved; what had not happened by then goes at once. */
  move(direction: "on" | "back"): void;
  close(): void;
}

export interface SideFeedParts {
  readonly chart: Pick<HeatChart, "setPanes" | "setMarks" | "setSideBars" | "setSideProblem" | "setLongBars">;
  readonly onStage: () => Scene | undefined;
  readonly onProblem: (problem: string | undefined) => void;
}

const RENEW_EVERY_MS = 10_000;
/** While an instant moves. */
const MOVES_EVERY_MS = 400;
/** Bars that are asked for again with the newest: open interest is sampled more rarely than bars come. */
const RENEWED_BARS = 12;

interface Loaded {
  /** Whose candles these stand beside. */
  readonly candles: Scene["history"];
  readonly series: SeriesHistory;
  fromMs: number;
}

export function createSideFeed({ chart, onStage, onProblem }: SideFeedParts): SideFeed {
  let panes: readonly Pane[] = [];
  let marks: readonly Mark[] = [];
  let loaded: Loaded | undefined;
  let abort = new AbortController();
  let hasFailed = false;

  /** What candles could not be had for is theirs to take back. */
  function report(problem: string | undefined): void {
    if (problem !== undefined || hasFailed) onProblem(problem);
    hasFailed = problem !== undefined;
  }

  const longBars = createLongBarsFeed({ onBars: (bars) => chart.setLongBars(bars), onProblem: report });
  const isWanted = (need: Mark["needs"][number]) => marks.some(({ needs }) => needs.includes(need));
  const areSideBarsWanted = () => panes.length > 0 || isWanted("sideBars");

  function clear(): void {
    abort.abort();
    abort = new AbortController();
    loaded = undefined;
    chart.setSideBars([]);
  }

  async function load(scene: Scene): Promise<void> {
    const { signal } = abort;
    const { columnMs } = HEAT_LEVELS[scene.level];
    const current = (loaded ??= begin(scene));
    const { fromMs } = current;
    const newestMs = scene.replay ? scene.replay.atMs - 1 : Math.min(Date.now(), candlesUntil(scene.market));
    // After a sleep of the page the newest that is known may lie further back.
    const renewMs = Math.min(newestMs - RENEWED_BARS * columnMs, current.series.bars.at(-1)?.openTime ?? Infinity);
    const wanted = [
      ...(scene.loadedFromMs < fromMs ? [{ fromMs: scene.loadedFromMs, toMs: Math.min(fromMs, newestMs) }] : []),
      ...(fromMs < Infinity ? [{ fromMs: Math.max(fromMs, renewMs), toMs: newestMs }] : []),
    ];
    current.fromMs = Math.min(fromMs, scene.loadedFromMs);
    try {
      await Promise.all(wanted.map((range) => current.series.load(range, signal)));
      if (signal.aborted) return;
      chart.setSideBars(current.series.bars);
      chart.setSideProblem(undefined);
      report(undefined);
    } catch (error) {
      if (signal.aborted) return;
      current.fromMs = fromMs;
      chart.setSideProblem(error instanceof Error ? error.message : String(error));
      report(error instanceof Error ? error.message : String(error));
    }
  }

  const follow = (): void => {
    const scene = onStage();
    if (!scene || document.hidden) return;
    if (isWanted("longBars")) longBars.follow(scene.market.id, scene.replay?.atMs);
    if (!areSideBarsWanted()) return;
    if (loaded && loaded.candles !== scene.history) clear();
    void load(scene);
  };
  const renew = () => {
    if (!areSideBarsWanted()) clear();
    follow();
  };
  const followMoves = paced(follow, MOVES_EVERY_MS);
  const timer = setInterval(follow, RENEW_EVERY_MS);

  return {
    setPanes(next) {
      panes = next;
      chart.setPanes(next);
      renew();
    },
    setMarks(next) {
      marks = next;
      chart.setMarks(next);
      renew();
    },
    clear,
    follow,
    move(direction) {
      const atMs = onStage()?.replay?.atMs;
      if (direction === "back" && atMs !== undefined) {
        abort.abort();
        abort = new AbortController();
        loaded?.series.cut(atMs);
        chart.setSideBars(loaded?.series.bars ?? []);
        longBars.cut(atMs);
      }
      followMoves.call();
    },
    close() {
      clearInterval(timer);
      followMoves.stop();
      abort.abort();
      longBars.close();
    },
  };
}

const begin = ({ market, level, history, replay }: Scene): Loaded => ({
  candles: history,
  series: createSeriesHistory({ market: market.id, level, fetchSeries: (range, signal) => fetchSeries({ ...range, at: replay?.atMs }, signal) }),
  fromMs: Infinity,
});
