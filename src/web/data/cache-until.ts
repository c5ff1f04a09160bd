import { COLUMN_STATE, TILE_COLUMNS } from "#core/heat-tile.ts";
import type { TileCache } from "./tile-cache.ts";

/** A cache as it is read while an earlier instant is shown: columns after `lastColumn` are absent, whatever is loaded of them. Undefined: all are there. */
export function cacheUntil(cache: Pick<TileCache, "get">, lastColumn: number | undefined): Pick<TileCache, "get"> {
  if (lastColumn === undefined) return cache;
  return {
    get(at) {
      const cached = cache.get(at);
      const shown = lastColumn + 1 - at.x * TILE_COLUMNS;
      if (!cached || shown >= TILE_COLUMNS) return cached;
      const states = cached.tile.states.slice().fill(COLUMN_STATE.absent, Math.max(0, shown));
      return { ...cached, tile: { ...cached.tile, states } };
    },
  };
}
