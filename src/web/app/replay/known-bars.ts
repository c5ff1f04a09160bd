import type { RealisedCell } from "#core/realised.ts";
import { type Bar, foldCandle } from "#web/chart/bars.ts";

/** Bars of one length, and the shorter ones that bars are made of. Both in time order. */
export interface BarParts {
  readonly intervalMs: number;
  readonly bars: readonly Bar[];
  /** Length of the parts. */
  readonly partMs: number;
  readonly parts: readonly Bar[];
}

/** Bars as they were known at an instant: those that had ended, and the forming one made of its parts that had. */
export function knownBars({ intervalMs, bars, partMs, parts }: BarParts, atMs: number): readonly Bar[] {
  const ended = bars.slice(0, countEnded(bars, intervalMs, atMs));
  if (partMs >= intervalMs) return ended;
  const openTime = Math.floor(atMs / intervalMs) * intervalMs;
  let forming: Bar | undefined;
  for (let index = countEnded(parts, partMs, openTime); index < parts.length; index++) {
    if (parts[index].openTime + partMs > atMs) break;
    forming = foldCandle(forming, parts[index], intervalMs);
  }
  return forming ? [...ended, forming] : ended;
}

/** How many bars from the first on had ended at an instant. */
function countEnded(bars: readonly Pick<Bar, "openTime">[], intervalMs: number, atMs: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bars[middle].openTime + intervalMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Printed liquidations per column, and those of single minutes put on the cells of the same columns. */
export interface RealisedParts {
  readonly columnMs: number;
  readonly cells: readonly RealisedCell[];
  /** `column` counts columns of `partMs`. */
  readonly partMs: number;
  readonly parts: readonly RealisedCell[];
}

/** Cells as they were known at an instant: those of columns that had ended, and the sums of the forming one so far. */
export function knownRealised({ columnMs, cells, partMs, parts }: RealisedParts, atMs: number): readonly RealisedCell[] {
  const ended = cells.filter(({ column }) => (column + 1) * columnMs <= atMs);
  if (partMs >= columnMs) return ended;
  const column = Math.floor(atMs / columnMs);
  const forming = new Map<number, RealisedCell>();
  for (const part of parts) {
    const fromMs = part.column * partMs;
    if (fromMs < column * columnMs || fromMs + partMs > atMs) continue;
    const { longUsd, shortUsd, prints } = forming.get(part.cell) ?? { longUsd: 0, shortUsd: 0, prints: 0 };
    forming.set(part.cell, {
      column,
      cell: part.cell,
      longUsd: longUsd + part.longUsd,
      shortUsd: shortUsd + part.shortUsd,
      prints: prints + part.prints,
    });
  }
  return [...ended, ...forming.values()];
}
