import {
  COLUMN_STATE,
  type HeatSeries,
  type HeatTile,
  TILE_COLUMNS,
  createTile,
  occupiedRows,
  putColumn,
  tileXOfColumn,
  tileYOfCell,
} from "#core/heat-tile.ts";
import type { HeatColumn } from "#core/heat-column.ts";
import { type TileAt, type TileDetail, keyOf } from "./heat-worker-messages.ts";

/** A tile in memory. `revision` grows with every change, so that a painter knows what it has painted. */
export interface CachedTile extends TileAt {
  tile: HeatTile;
  occupied: Uint8Array;
  revision: number;
  /** Every column is final and every tier for itself: the server will never send anything else. */
  sealed: boolean;
  readonly detail: TileDetail;
}

export interface TileCache {
  get(at: TileAt): CachedTile | undefined;
  /** Stores what the server sent; `undefined` is an empty tile. Live columns that are newer than the reply survive it. */
  put(at: TileAt, loaded: HeatTile | undefined, detail?: TileDetail): CachedTile;
  /** Writes a live column into the loaded tiles that it crosses, and returns them. */
  putColumn(column: HeatColumn): readonly CachedTile[];
  unsealed(): readonly CachedTile[];
  readonly size: number;
  /** Keeps the tiles used last and no live columns: by the time that somebody comes back, the server has newer ones. */
  leave(most: number): void;
}

/** Least recently used tiles of one view. A tile is 0.66 MB, so 96 of them are 63 MB. */
export function createTileCache({ layer, level }: HeatSeries, capacity = 96): TileCache {
  const tiles = new Map<string, CachedTile>();
  const live = new Map<number, HeatColumn>();
  return {
    get(at) {
      const found = tiles.get(keyOf(at));
      if (found) touch(tiles, found);
      return found;
    },
    put(at, loaded, detail = "whole") {
      const tile = loaded ?? createTile({ layer, level, ...at });
      for (const column of live.values()) if (supersedes(column, tile)) putColumn(tile, column);
      const revision = (tiles.get(keyOf(at))?.revision ?? 0) + 1;
      const cached = { ...at, tile, detail, occupied: occupiedRows(tile), revision, sealed: isSealed(tile, detail) };
      touch(tiles, cached);
      for (const key of tiles.keys()) if (tiles.size > capacity) tiles.delete(key);
      return cached;
    },
    putColumn(column) {
      live.set(column.column, column);
      for (const old of live.keys()) if (live.size > TILE_COLUMNS) live.delete(old);
      return tilesCrossedBy(tiles, column).map((cached) => {
        putColumn(cached.tile, column);
        return Object.assign(cached, { occupied: occupiedRows(cached.tile), revision: cached.revision + 1, sealed: isSealed(cached.tile, cached.detail) });
      });
    },
    unsealed: () => [...tiles.values()].filter((cached) => !cached.sealed),
    get size() {
      return tiles.size;
    },
    leave(most) {
      for (const key of tiles.keys()) if (tiles.size > most) tiles.delete(key);
      live.clear();
    },
  };
}

function touch(tiles: Map<string, CachedTile>, cached: CachedTile): void {
  tiles.delete(keyOf(cached));
  tiles.set(keyOf(cached), cached);
}

function tilesCrossedBy(tiles: Map<string, CachedTile>, { column, firstCell, cellCount }: HeatColumn): CachedTile[] {
  const x = tileXOfColumn(column);
  const found: CachedTile[] = [];
  for (let y = tileYOfCell(firstCell); y <= tileYOfCell(firstCell + cellCount - 1); y++) {
    const cached = tiles.get(keyOf({ x, y }));
    if (cached) found.push(cached);
  }
  return found;
}

/** A live column replaces a reply's column unless the reply already has the final one. */
function supersedes(column: HeatColumn, tile: HeatTile): boolean {
  const x = column.column - tile.x * TILE_COLUMNS;
  return x >= 0 && x < TILE_COLUMNS && (!column.provisional || tile.states[x] !== COLUMN_STATE.final);
}

const isSealed = (tile: HeatTile, detail: TileDetail): boolean => detail === "whole" && tile.states.every((state) => state === COLUMN_STATE.final);
