import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "#core/heat-levels.ts";
import { rowOf } from "#core/price-rows.ts";
import type { RealisedCell } from "#core/realised.ts";
import type { RealisedRow } from "#wire/messages.ts";
import type { RealisedRange } from "#web/data/rest.ts";

export interface RealisedHistoryParts {
  readonly market: string;
  readonly level: number;
  readonly fetchRealised: (range: RealisedRange, signal?: AbortSignal) => Promise<readonly RealisedRow[]>;
}

/** The printed liquidations of one market at one level, loaded piece by piece. */
export interface RealisedHistory {
  readonly cells: readonly RealisedCell[];
  /** Since when every column is loaded, epoch ms; Infinity: none is yet. */
  readonly loadedFromMs: number;
  /** Loads the columns from `fromMs` to `toMs` and merges them in. */
  load(range: { fromMs: number; toMs: number }, signal: AbortSignal): Promise<void>;
  /** Takes whole sums of cells that have grown. */
  take(rows: readonly RealisedRow[]): void;
}

export function createRealisedHistory({ market, level, fetchRealised }: RealisedHistoryParts): RealisedHistory {
  const detail = HEAT_LEVELS[level];
  const known = new Map<string, RealisedCell>();
  let cells: readonly RealisedCell[] | undefined;
  let loadedFromMs = Infinity;

  /** Sums only grow: of two of one cell, the one with more prints is the newer, whichever came first. */
  function take(rows: readonly RealisedRow[]): void {
    for (const [time, price, longUsd, shortUsd, prints] of rows) {
      const place = { column: columnIndexOf(detail, time), cell: cellOfRow(detail, rowOf(price)) };
      const key = `${place.column} ${place.cell}`;
      if (prints > (known.get(key)?.prints ?? 0)) known.set(key, { ...place, longUsd, shortUsd, prints });
    }
    cells = undefined;
  }

  return {
    get cells() {
      return (cells ??= [...known.values()]);
    },
    get loadedFromMs() {
      return loadedFromMs;
    },
    async load({ fromMs, toMs }, signal) {
      take(await fetchRealised({ market, level, fromMs, toMs }, signal));
      loadedFromMs = Math.min(loadedFromMs, fromMs);
    },
    take,
  };
}
