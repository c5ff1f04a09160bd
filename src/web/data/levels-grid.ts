import type { z } from "zod";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsFrame, LevelsGrid } from "#wire/frames.ts";
import type { MeasuredLevelsReply, levelsReplySchema } from "#wire/messages.ts";

export type LevelsReply = z.infer<typeof levelsReplySchema>;
type BookReply = Omit<LevelsReply, "age" | "bands" | "spread"> | MeasuredLevelsReply;

/**
 * The book now after a levels frame. Undefined when the frame holds only changes and what they change is not there:
 * the next full frame mends that.
 */
export function applyLevelsFrame(previous: LevelsGrid | undefined, frame: LevelsFrame): LevelsGrid | undefined {
  if (frame.full) return frame.grid;
  if (
    !previous ||
    previous.firstCell !== frame.grid.firstCell ||
    previous.cellCount !== frame.grid.cellCount ||
    previous.rowsPerCell !== frame.grid.rowsPerCell
  )
    return undefined;
  const usd = previous.usd.slice();
  for (const [index, value] of frame.changes) usd[index] = value;
  return { ...frame.grid, usd };
}

/** The book of a levels reply. The reply tells the tiers of both sides together: they are shared out as the sides of the level are, exact wherever one side stands alone. */
export function gridOfLevels({ layer, time, mark, openInterestUsd, rowsPerCell, levels }: BookReply): LevelsGrid {
  const cellOf = (price: number) => Math.floor(rowOf(price) / rowsPerCell);
  const firstCell = levels.length > 0 ? cellOf(levels[0].price) : 0;
  const cellCount = levels.length > 0 ? cellOf(levels[levels.length - 1].price) - firstCell + 1 : 0;
  const usd = new Float32Array(PLANE_COUNT * cellCount);
  for (const { price, longUsd, shortUsd, byTier } of levels) {
    const cell = cellOf(price) - firstCell;
    const longShare = longUsd / (longUsd + shortUsd);
    TIERS.forEach((name, tier) => {
      usd[planeOf(LONG, tier) * cellCount + cell] = byTier[name] * longShare;
      usd[planeOf(SHORT, tier) * cellCount + cell] = byTier[name] * (1 - longShare);
    });
  }
  return { layer, time, mark, openInterestUsd, rowsPerCell, firstCell, cellCount, usd };
}
