import { HEAT_LEVELS, columnEnd } from "#core/heat-levels.ts";
import type { ColumnAge } from "#web/data/cell-age.ts";
import { formatDuration } from "#web/ui/format.ts";

/** From the end of the first column that has something to the instant that is read; what is not loaded may have had it before. */
export function stoodFor({ firstColumn, mayBeOlder }: ColumnAge, { level, toMs }: { readonly level: number; readonly toMs: number }): string {
  const ageMs = toMs - columnEnd(HEAT_LEVELS[level], firstColumn);
  return ageMs <= 0 && !mayBeOlder ? "new" : `${mayBeOlder ? "≥ " : ""}${formatDuration(Math.max(0, ageMs))}`;
}
