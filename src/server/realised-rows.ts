import { HEAT_LEVELS, columnStart } from "#core/heat-levels.ts";
import { priceAt } from "#core/price-rows.ts";
import type { RealisedCell } from "#core/realised.ts";
import type { RealisedRow } from "#wire/messages.ts";

const PRICE_DIGITS = 8;

/** Realised cells as they are sent: whole dollars, times and prices instead of indices. */
export function realisedRows(cells: readonly RealisedCell[], { level, rowsPerCell }: { level: number; rowsPerCell: number }): RealisedRow[] {
  return cells.map(({ column, cell, longUsd, shortUsd, prints }) => [
    columnStart(HEAT_LEVELS[level], column),
    Number(priceAt((cell + 0.5) * rowsPerCell).toPrecision(PRICE_DIGITS)),
    Math.round(longUsd),
    Math.round(shortUsd),
    prints,
  ]);
}
