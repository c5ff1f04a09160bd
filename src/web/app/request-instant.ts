import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { fetchBook } from "#web/data/rest.ts";
import type { Stage } from "./stage.ts";

/**
 * Asks for the book, then for candles and heat up to its instant, and shows all three together. Nothing happens while nothing is on stage;
 * without an answer the map keeps its age, which the page tells.
 */
export async function requestInstant(stage: Stage, showBook: (book: LevelsGrid) => void): Promise<void> {
  const { scene } = stage;
  if (!scene) return;
  const isOnStage = () => stage.scene?.history === scene.history;
  const book = await fetchBook(scene.market.id, { layer: scene.layer, rowsPerCell: HEAT_LEVELS[scene.level].rowsPerCell }).catch(() => undefined);
  if (!isOnStage()) return;
  await stage.refresh(book && book.time - 1);
  if (book && isOnStage()) showBook(book);
}
