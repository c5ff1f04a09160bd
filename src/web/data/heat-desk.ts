import type { HeatColumn } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { COLUMN_STATE, type HeatTile, TILE_COLUMNS } from "#core/heat-tile.ts";
import { type ColourTables, type HeatStyle, createColourTables } from "#web/colour/colour-table.ts";
import { type HeatReply, type HeatRequest, type HeatView, type TileAt, keyOf, sameView } from "./heat-worker-messages.ts";
import { type FloorTable, floorTable } from "#insight/confidence.ts";
import { hiddenCells } from "#web/colour/hidden-cells.ts";
import { cacheUntil } from "./cache-until.ts";
import { createColumnReader } from "./column-reader.ts";
import { findSweeps } from "./find-sweeps.ts";
import { readCell } from "./read-cell.ts";
import { shownCells } from "./shown-cells.ts";
import { type CachedTile, type TileCache, createTileCache } from "./tile-cache.ts";
import { traceCluster } from "./trace-cluster.ts";

/** How a tile is painted. */
export interface Painting {
  readonly style: HeatStyle;
  readonly tables: ColourTables;
  /** Cells that are left out, see colour/hidden-cells.ts. */
  readonly hidden: Uint8Array | undefined;
}

export interface HeatDeskParts {
  fetchTile(view: HeatView, at: TileAt, signal: AbortSignal): Promise<HeatTile | undefined>;
  paint(cached: CachedTile, how: Painting): ImageBitmap;
  reply(message: HeatReply): void;
  /** How long to wait before asking again for a tile that failed. */
  retryMs: number;
}

/** The worker's work, free of worker globals: loads the wanted tiles of the current view, paints them, answers probes. Returns the request handler. */
export function createHeatDesk(parts: HeatDeskParts): (request: HeatRequest) => void {
  let view: HeatView | undefined;
  let cache: TileCache = createTileCache({ layer: "modelled", level: 0 });
  let style: HeatStyle | undefined;
  let tables: ColourTables | undefined;
  let wanted: readonly TileAt[] = [];
  let closes: { readonly firstColumn: number; readonly closes: Float64Array } | undefined;
  let floor: FloorTable | undefined;
  let until: number | undefined;
  let problem: string | undefined;
  let abort = new AbortController();
  const loading = new Set<string>();
  const painted = new Map<string, number>();

  function setView(next: HeatView): void {
    if (sameView(view, next)) return;
    abort.abort();
    abort = new AbortController();
    view = next;
    cache = createTileCache(next);
    wanted = [];
    closes = undefined;
    floor = undefined;
    problem = undefined;
    loading.clear();
    painted.clear();
  }

  function want(tiles: readonly TileAt[]): void {
    wanted = tiles;
    const inSight = new Set(tiles.map(keyOf));
    for (const key of painted.keys()) if (!inSight.has(key)) painted.delete(key);
    for (const at of tiles) if (!cache.get(at)) void load(at);
    paintWanted({ restyled: false });
  }

  async function load(at: TileAt): Promise<void> {
    const key = keyOf(at);
    if (!view || loading.has(key)) return;
    const { signal } = abort;
    loading.add(key);
    report();
    try {
      const tile = await parts.fetchTile(view, at, signal);
      if (signal.aborted) return;
      cache.put(at, tile);
      problem = undefined;
    } catch (error) {
      if (signal.aborted) return;
      problem = error instanceof Error ? error.message : String(error);
      setTimeout(() => !signal.aborted && want(wanted), parts.retryMs);
    }
    loading.delete(key);
    report();
    paintWanted({ restyled: false });
  }

  function paintWanted({ restyled }: { restyled: boolean }): void {
    if (!view || !style || !tables) return;
    if (restyled) painted.clear();
    const due = wanted.map((at) => cache.get(at)).filter((cached) => cached !== undefined && painted.get(keyOf(cached)) !== cached.revision);
    const how = { style, tables };
    const tiles = (due as CachedTile[]).map((cached) => paintOne(cached, how));
    if (tiles.length > 0 || restyled) parts.reply({ kind: "painted", view, tiles, restyled });
  }

  function paintOne(cached: CachedTile, how: Pick<Painting, "style" | "tables">) {
    painted.set(keyOf(cached), cached.revision);
    return { x: cached.x, y: cached.y, bitmap: parts.paint(cached, { ...how, hidden: hiddenOf(cached) }), states: cached.tile.states.slice() };
  }

  /** Cells of a tile that are less sure than the person wants; undefined: all are shown. */
  function hiddenOf({ tile, occupied }: CachedTile): Uint8Array | undefined {
    if (!style?.floor || tile.layer !== "modelled") return undefined;
    floor ??= floorTable(style.floor, HEAT_LEVELS[tile.level].rowsPerCell);
    return hiddenCells({ tile, occupied, table: floor, markOf: closeOf });
  }

  function closeOf(column: number): number | undefined {
    const close = closes?.closes[column - closes.firstColumn];
    return close === undefined || Number.isNaN(close) ? undefined : close;
  }

  function setCloses(next: NonNullable<typeof closes>): void {
    const isSameStart = closes?.firstColumn === next.firstColumn;
    closes = next;
    if (!style?.floor || isSameStart) return;
    painted.clear();
    paintWanted({ restyled: false });
  }

  function setStyle(next: HeatStyle): void {
    style = next;
    tables = createColourTables(next);
    floor = undefined;
    paintWanted({ restyled: true });
  }

  function addColumn(of: HeatView, column: HeatColumn): void {
    if (!sameView(view, of)) return;
    const changed = cache.putColumn(column);
    paintWanted({ restyled: false });
    if (!column.provisional) for (const cached of changed) if (isHoleBefore(cached, column.column)) void load(cached);
  }

  const readable = () => cacheUntil(cache, until);
  const readerOf = ({ level }: HeatView) => createColumnReader({ cache: readable(), level: HEAT_LEVELS[level] });
  const report = () => parts.reply({ kind: "loading", count: loading.size, problem });

  return (request) => {
    switch (request.kind) {
      case "view":
        return setView(request.view);
      case "style":
        return setStyle(request.style);
      case "want":
        return want(request.tiles);
      case "column":
        return addColumn(request.view, request.column);
      case "until":
        until = request.column;
        return undefined;
      case "refresh":
        for (const cached of cache.unsealed()) void load(cached);
        return undefined;
      case "probe": {
        const reading = view && style ? readCell({ cache: readable(), level: HEAT_LEVELS[view.level], planes: style.planes, at: request.at }) : undefined;
        return parts.reply({ kind: "probe", id: request.id, reading });
      }
      case "closes":
        return sameView(view, request.view) ? setCloses(request) : undefined;
      case "sweeps": {
        const sweeps = view && style && findSweeps({ reader: readerOf(view), planes: style.planes, prices: request.prices });
        return parts.reply({ kind: "sweeps", id: request.id, sweeps });
      }
      case "trace": {
        const trace = view && style && traceCluster({ reader: readerOf(view), planes: style.planes, ...request.at });
        return parts.reply({ kind: "trace", id: request.id, trace });
      }
      case "cells": {
        const cells = view && style && shownCells({ cache: readable(), level: HEAT_LEVELS[view.level], ...style, hiddenOf, at: request.at });
        return parts.reply({ kind: "cells", id: request.id, cells });
      }
    }
  };
}

/** Whether the column before a closed one is not final here: something was missed, so the server is asked again. */
function isHoleBefore({ tile }: CachedTile, column: number): boolean {
  const before = column - 1 - tile.x * TILE_COLUMNS;
  return before >= 0 && tile.states[before] !== COLUMN_STATE.final;
}
