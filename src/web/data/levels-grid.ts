import type { LevelsFrame, LevelsGrid } from "#wire/frames.ts";

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
