import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { fetchBook } from "#web/data/rest.ts";
import type { Stage } from "#web/app/session/stage.ts";

/**
 * Asks for the book, then for candles and heat up to its instant, and shows all three together. Nothing happens while nothing is on stage;
 * without an answer the map keeps its age, which the page tells.
 */
export async function requestInstant(stage: Stage, showBook: (book: LevelsGrid) => void): Promise<void> {
  const { scene } = stage;
  if (!scene) return;
  const isOnStage = () => stage.scene?.history === scene.history;
  const { market, layer, level, age } = scene;
  // The whole of a layer would be shown for a part of it: the stream brings the part.
  const isTold = layer === "modelled" || age === undefined;
  const book = isTold ? await fetchBook(market.id, { layer, rowsPerCell: HEAT_LEVELS[level].rowsPerCell, age }).catch(() => undefined) : undefined;
  if (!isOnStage()) return;
  await stage.refresh(book && { untilMs: book.time - 1 });
  if (book && isOnStage()) showBook(book);
}
