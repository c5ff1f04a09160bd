import { TILE_COLUMNS } from "#core/heat-tile.ts";
import { type Sight, tilesInSight } from "#web/chart/sight.ts";
import type { TileAt } from "#web/data/heat-worker-messages.ts";

/** Columns that are about to be shown: a tile of them is asked for before its first one is. */
const COLUMNS_AHEAD = TILE_COLUMNS / 2;

/** The wanted tiles, and after them those that an instant moving on will come to. */
export function withTilesAhead(wanted: TileAt[], sight: Sight, newestColumn: number | undefined): TileAt[] {
  if (newestColumn === undefined || newestColumn > sight.lastColumn || newestColumn + COLUMNS_AHEAD <= sight.lastColumn) return wanted;
  const ahead = tilesInSight({ ...sight, firstColumn: sight.lastColumn, lastColumn: newestColumn + COLUMNS_AHEAD });
  const known = new Set(wanted.map(({ x }) => x));
  return [...wanted, ...ahead.filter(({ x }) => !known.has(x))];
}
