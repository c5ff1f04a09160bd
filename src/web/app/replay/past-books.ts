import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { fetchPastBook } from "#web/data/rest.ts";
import { paced } from "./paced.ts";
import { latestOnly } from "#web/app/session/latest-only.ts";
import type { Scene } from "#web/app/session/scene.ts";

export interface PastBooksParts {
  readonly onStage: () => Scene | undefined;
  /** The newest book that had ended by the instant; undefined: none is known of it. */
  readonly onBook: (grid: LevelsGrid | undefined) => void;
}

/** Distance from the mark that is asked for: of short columns what can be seen, of long ones all there is. */
const NEAR = 0.25;
const FAR = 0.6;
const ASK_EVERY_MS = 200;
const FIRST_FAR_LEVEL = 2;

/** Asks for the book of the instant on stage, one at a time: an instant that has passed when its turn comes is left out. No more often than panels can be read; returns how to ask. */
export function createPastBooks({ onStage, onBook }: PastBooksParts): () => void {
  const ask = latestOnly(async (): Promise<void> => {
    const scene = onStage();
    const track = scene?.replay;
    if (!scene || !track) return;
    const { level, layer, age, market } = scene;
    const shape = { layer, age, rowsPerCell: HEAT_LEVELS[level].rowsPerCell, reach: level < FIRST_FAR_LEVEL ? NEAR : FAR };
    // Without an answer the strip stays empty, which says as much.
    const grid = await fetchPastBook(market.id, { ...shape, at: track.atMs }).catch(() => undefined);
    const now = onStage()?.replay;
    if (now === track && (!grid || grid.time <= now.atMs)) onBook(grid);
  });
  return paced(() => ask(undefined), ASK_EVERY_MS).call;
}
