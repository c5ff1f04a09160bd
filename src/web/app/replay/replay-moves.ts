import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { HeatChart } from "#web/chart/heat-chart.ts";
import { latestOnly } from "#web/app/session/latest-only.ts";
import { priceReach } from "#web/app/session/level-of-detail.ts";
import type { Scene, TimeSight } from "#web/app/session/scene.ts";
import type { ReplayTrack } from "./replay-track.ts";

export interface ReplayMovesParts {
  readonly chart: Pick<HeatChart, "moveBars" | "setRealised" | "movePriceReach">;
  readonly onStage: () => Scene | undefined;
  readonly cutHeat: (column: number | undefined) => void;
  readonly onMoved: (direction: "on" | "back") => void;
  /** Loads what a track needs ahead; true when it came and the track is still on stage. */
  readonly load: (track: ReplayTrack) => Promise<boolean>;
  /** Loads the instant anew, with what is in sight around it. */
  readonly reopen: (scene: Scene, sight: TimeSight) => Promise<unknown>;
}

/** Moves the instant of the scene on stage, and the map with it. */
export interface ReplayMoves {
  moveTo(atMs: number): void;
  /** What is in sight, in columns. */
  see(columns: { readonly first: number; readonly last: number }): void;
}

/** Of what is in sight, so much lies after the instant when it is shown anew. */
const ROOM_AHEAD = 0.04;
/** Price nearer to the edge of what is kept in sight than this share of it moves the scale. */
const EDGE = 0.2;

export function createReplayMoves({ chart, onStage, cutHeat, onMoved, load, reopen }: ReplayMovesParts): ReplayMoves {
  let inSight: { readonly first: number; readonly last: number } | undefined;
  let reach: { readonly low: number; readonly high: number } | undefined;

  /** Shows the instant; the newest column keeps its place on screen when it was in sight. */
  function draw({ level, history, realised }: Scene, track: ReplayTrack, byColumns: number): void {
    const newest = track.newestColumn;
    const wasInSight = inSight && newest - byColumns >= inSight.first - 1 && newest - byColumns <= inSight.last;
    cutHeat(newest);
    chart.moveBars(history.bars, level, wasInSight ? byColumns : 0);
    chart.setRealised(realised.cells);
    keepPriceInSight(history.bars, (inSight ? inSight.last - inSight.first : 0) * HEAT_LEVELS[level].columnMs);
  }

  /** The scale stands still until price comes near its edge: it must not breathe with every step. */
  function keepPriceInSight(bars: Scene["history"]["bars"], spanMs: number): void {
    const last = bars.at(-1);
    if (!last || spanMs <= 0) return;
    const margin = reach ? (reach.high - reach.low) * EDGE : 0;
    if (reach && last.close > reach.low + margin && last.close < reach.high - margin) return;
    reach = priceReach(
      bars.filter(({ openTime }) => openTime > last.openTime - spanMs),
      spanMs,
    );
    chart.movePriceReach(reach);
  }

  /** One at a time: who drags through a year must not ask for all of it. */
  const open = latestOnly(async (): Promise<void> => {
    const scene = onStage();
    if (!scene?.replay || !inSight) return;
    const spanMs = (inSight.last - inSight.first) * HEAT_LEVELS[scene.level].columnMs;
    const { atMs } = scene.replay;
    reach = undefined;
    await reopen(scene, { fromMs: atMs - spanMs * (1 - ROOM_AHEAD), toMs: atMs + spanMs * ROOM_AHEAD });
    const opened = onStage()?.replay;
    // The instant went on while this was loaded.
    if (opened && scene.replay.atMs !== atMs) moveTo(scene.replay.atMs);
  });

  function moveTo(atMs: number): void {
    const scene = onStage();
    const track = scene?.replay;
    if (!scene || !track || atMs === track.atMs) return;
    const { columnMs } = HEAT_LEVELS[scene.level];
    const direction = atMs > track.atMs ? "on" : "back";
    const isFar = atMs > track.loadedUntilMs + columnMs || atMs < scene.loadedFromMs + columnMs;
    const before = track.newestColumn;
    track.moveTo(atMs);
    draw(scene, track, track.newestColumn - before);
    onMoved(direction);
    if (isFar) return open(undefined);
    const wasWhole = track.isWhole;
    void load(track).then((came) => came && !wasWhole && onStage()?.replay === track && draw(scene, track, 0));
  }

  return {
    moveTo,
    see(columns) {
      inSight = columns;
    },
  };
}
