import { HEAT_LEVELS, columnEnd, columnIndexOf, columnStart } from "#core/heat-levels.ts";

/** A column that a step brings to its end, and which book it shows: the one before the step or the one after it. */
export interface ClosingColumn {
  readonly level: number;
  readonly column: number;
  readonly book: "before" | "after";
}

export interface StepSpan {
  /** Epoch ms. */
  readonly start: number;
  readonly durationMs: number;
  /** End of the last step, undefined before the first. */
  readonly before: number | undefined;
}

/** Finest level whose columns a step of `stepMs` can fill without repeating itself more than twice. */
export const finestLevelOf = (stepMs: number): number => HEAT_LEVELS.findIndex(({ columnMs }) => columnMs * 2 >= stepMs);

/**
 * Columns of every level that end within a step, ascending in each level. A column that ends inside the step, or in a gap before it, holds the
 * book before the step: the last one known in it. A column that lies wholly in a gap stays absent.
 */
export function closingColumns({ start, durationMs, before }: StepSpan): ClosingColumn[] {
  const end = start + durationMs;
  const closing: ClosingColumn[] = [];
  for (let level = finestLevelOf(durationMs); level < HEAT_LEVELS.length; level++) {
    const shape = HEAT_LEVELS[level];
    if (before !== undefined) {
      const leftOpen = columnIndexOf(shape, before - 1);
      if (columnEnd(shape, leftOpen) > before && columnEnd(shape, leftOpen) < end) closing.push({ level, column: leftOpen, book: "before" });
      for (let column = Math.max(leftOpen + 1, columnIndexOf(shape, start)); columnEnd(shape, column) < end; column++)
        if (columnStart(shape, column) >= start) closing.push({ level, column, book: "before" });
    }
    if (end % shape.columnMs === 0) closing.push({ level, column: end / shape.columnMs - 1, book: "after" });
  }
  return closing;
}
