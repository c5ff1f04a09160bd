import { type HeatColumn, PLANE_COUNT } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { COLUMN_STATE, type HeatTile, TILE_COLUMNS, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { type ColourTables, type HeatStyle, createColourTables } from "#web/colour/colour-table.ts";
import {
  type ConsensusAt,
  type HeatReply,
  type HeatRequest,
  type HeatView,
  type ProbeAt,
  type Reading,
  type TileAt,
  type TileDetail,
  type TileSource,
  keyOf,
  sameView,
} from "./heat-worker-messages.ts";
import { type FloorTable, floorTable } from "#insight/confidence.ts";
import { hiddenCells } from "#web/colour/hidden-cells.ts";
import { cacheUntil } from "./cache-until.ts";
import { createColumnReader } from "./column-reader.ts";
import { findSweeps } from "./find-sweeps.ts";
import { mapConsensus } from "./map-consensus.ts";
import { createMemberTiles } from "./member-tiles.ts";
import { planesOfSide, readCell } from "./read-cell.ts";
import { shownCells } from "./shown-cells.ts";
import { type KnownView, createKnownViews } from "./known-views.ts";
import type { CachedTile } from "./tile-cache.ts";
import { traceCluster } from "./trace-cluster.ts";
import { LATE_COLUMNS, venueShares } from "./venue-shares.ts";

/** How a tile is painted. */
export interface Painting {
  readonly style: HeatStyle;
  readonly tables: ColourTables;
  /** Cells that are left out, see colour/hidden-cells.ts. */
  readonly hidden: Uint8Array | undefined;
}

export interface HeatDeskParts {
  fetchTile(of: TileSource, at: TileAt & { readonly detail: TileDetail }, signal: AbortSignal): Promise<HeatTile | undefined>;
  paint(cached: CachedTile, how: Painting): ImageBitmap;
  reply(message: HeatReply): void;
  /** How long to wait before asking again for a tile that failed. */
  retryMs: number;
  /** How long a picture of sketches stands before whole tiles are asked for: what else the page needs at first goes before them. */
  sketchStandsMs: number;
}

/** The worker's work, free of worker globals: loads the wanted tiles of the current view, paints them, answers probes. Returns the request handler. */
export function createHeatDesk(parts: HeatDeskParts): (request: HeatRequest) => void {
  const views = createKnownViews();
  const members = createMemberTiles({ fetchTile: (of, at, signal) => parts.fetchTile(of, { ...at, detail: "whole" }, signal), now: Date.now });
  let current: KnownView | undefined;
  let style: HeatStyle | undefined;
  let tables: ColourTables | undefined;
  let closes: { readonly firstColumn: number; readonly closes: Float64Array } | undefined;
  let floor: FloorTable | undefined;
  let until: number | undefined;
  const painted = new Map<string, number>();
  /** Until the first picture is there, and only of all tiers: of some a sketch knows nothing. */
  let isSketching = false;

  /** What is known of the view is painted at once, and asked for again where it was not final. */
  function setView(next: HeatView): void {
    if (sameView(current?.view, next)) return;
    if (current) views.leave(current);
    current = views.open(next);
    closes = undefined;
    floor = undefined;
    painted.clear();
    renew(current);
    paintWanted({ restyled: false });
  }

  function want(tiles: readonly TileAt[]): void {
    if (!current) return;
    current.wanted = tiles;
    const inSight = new Set(tiles.map(keyOf));
    for (const key of painted.keys()) if (!inSight.has(key)) painted.delete(key);
    loadMissing(current);
    paintWanted({ restyled: false });
    report(current);
  }

  function prepare(view: HeatView, tiles: readonly TileAt[]): void {
    if (sameView(current?.view, view)) return;
    const next = views.open(view);
    views.leaveAllBut([current, next]);
    next.wanted = tiles;
    loadMissing(next);
  }

  function loadMissing(known: KnownView): void {
    for (const at of known.wanted) if (!known.cache.get(at)) void load(known, at);
  }

  async function load(known: KnownView, { x, y }: TileAt): Promise<void> {
    const at = { x, y };
    const key = keyOf(at);
    const { view, cache, loading } = known;
    if (loading.has(key)) return;
    const { signal } = known.abort;
    const detail = isSketching && !cache.get(at) && style?.planes.length === PLANE_COUNT ? "sketch" : "whole";
    loading.add(key);
    report(known);
    try {
      const tile = await parts.fetchTile(view, { ...at, detail }, signal);
      if (signal.aborted) return;
      cache.put(at, tile, detail);
      known.problem = undefined;
    } catch (error) {
      if (signal.aborted) return;
      known.problem = error instanceof Error ? error.message : String(error);
      // It was painted as one that is on its way.
      if (known === current) painted.delete(key);
      setTimeout(() => !signal.aborted && loadMissing(known), parts.retryMs);
    }
    loading.delete(key);
    if (known !== current) return;
    report(known);
    paintWanted({ restyled: false });
    if (detail === "sketch" && loading.size === 0) setTimeout(finishSketch, parts.sketchStandsMs);
  }

  function finishSketch(): void {
    if (!isSketching) return;
    isSketching = false;
    if (current) renew(current);
  }

  /** Asks again for what may have changed, and for what was a sketch once the first picture has stood for a while. */
  function renew(known: KnownView): void {
    for (const cached of known.cache.unsealed()) if (!(isSketching && cached.detail === "sketch")) void load(known, cached);
  }

  function paintWanted({ restyled }: { restyled: boolean }): void {
    if (!current || !style || !tables) return;
    if (restyled) painted.clear();
    const { view, cache } = current;
    const due = current.wanted.map((at) => cache.get(at)).filter((cached) => cached !== undefined && painted.get(keyOf(cached)) !== cached.revision);
    const how = { style, tables };
    const tiles = (due as CachedTile[]).map((cached) => paintOne(cached, how));
    if (tiles.length > 0 || restyled) parts.reply({ kind: "painted", view, tiles, restyled });
  }

  function paintOne(cached: CachedTile, how: Pick<Painting, "style" | "tables">) {
    painted.set(keyOf(cached), cached.revision);
    const { states } = cached.tile;
    const isOnItsWay = current?.loading.has(keyOf(cached)) === true;
    return {
      x: cached.x,
      y: cached.y,
      bitmap: parts.paint(cached, { ...how, hidden: hiddenOf(cached) }),
      states: isOnItsWay ? states.map(stateOnItsWay) : states.slice(),
    };
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
    if (next.planes.length < PLANE_COUNT) finishSketch();
  }

  function addColumn(of: HeatView, column: HeatColumn): void {
    if (!current || !sameView(current.view, of)) return;
    const changed = current.cache.putColumn(column);
    paintWanted({ restyled: false });
    if (!column.provisional) for (const cached of changed) if (isHoleBefore(cached, column.column)) void load(current, cached);
  }

  function read(at: ProbeAt): Reading | undefined {
    if (!current || !style) return undefined;
    const { planes } = style;
    const reading = readCell({ cache: readable(current), level: HEAT_LEVELS[current.view.level], planes, at });
    const readers = reading && members.readers(tilesOfProbe(at), until);
    return readers ? { ...reading, venues: venueShares(readers, { ...at, planes: planesOfSide(planes, at) }) } : reading;
  }

  async function readWhole(id: number, at: ProbeAt): Promise<void> {
    await members.load(tilesOfProbe(at));
    parts.reply({ kind: "probe", id, reading: read(at) });
  }

  /** What each member held in a part of the map is fetched first. */
  async function compareMembers(id: number, at: ConsensusAt): Promise<void> {
    const tiles = current?.wanted ?? [];
    await members.load(tiles);
    const readers = current && style && members.readers(tiles, until);
    const { firstColumn, firstCell, lastCell, markCells } = at;
    const asked = { planes: style?.planes ?? [], firstColumn, cells: { first: firstCell, last: lastCell }, markCells };
    parts.reply({ kind: "consensus", id, runs: readers && mapConsensus({ reader: readerOf(current as KnownView), members: readers, ...asked }) });
  }

  const readable = (known: KnownView) => cacheUntil(known.cache, until);
  const readerOf = (known: KnownView) => createColumnReader({ cache: readable(known), level: HEAT_LEVELS[known.view.level] });
  function report(known: KnownView): void {
    if (known === current) parts.reply({ kind: "loading", count: known.loading.size, problem: known.problem });
  }

  return (request) => {
    switch (request.kind) {
      case "view":
        members.setMembers(request.view, request.members);
        return setView(request.view);
      case "style":
        return setStyle(request.style);
      case "want":
        return want(request.tiles);
      case "ahead":
        return prepare(request.view, request.tiles);
      case "column":
        return addColumn(request.view, request.column);
      case "until":
        until = request.column;
        return undefined;
      case "refresh":
        return current && renew(current);
      case "sketch-first":
        isSketching = true;
        return undefined;
      case "probe":
        return request.how === "whole" ? void readWhole(request.id, request.at) : parts.reply({ kind: "probe", id: request.id, reading: read(request.at) });
      case "closes":
        return sameView(current?.view, request.view) ? setCloses(request) : undefined;
      case "sweeps": {
        const sweeps = current && style && findSweeps({ reader: readerOf(current), planes: style.planes, prices: request.prices });
        return parts.reply({ kind: "sweeps", id: request.id, sweeps });
      }
      case "trace": {
        const trace = current && style && traceCluster({ reader: readerOf(current), planes: style.planes, ...request.at });
        return parts.reply({ kind: "trace", id: request.id, trace });
      }
      case "consensus":
        return void compareMembers(request.id, request.at);
      case "cells": {
        const cells = current && style && shownCells({ cache: readable(current), level: HEAT_LEVELS[current.view.level], ...style, hiddenOf, at: request.at });
        return parts.reply({ kind: "cells", id: request.id, cells });
      }
    }
  };
}

/** The tile of a cell, and that of the columns right before it. */
function tilesOfProbe({ column, cell }: ProbeAt): readonly TileAt[] {
  const [x, before] = [tileXOfColumn(column), tileXOfColumn(column - LATE_COLUMNS)];
  const y = tileYOfCell(cell);
  return x === before
    ? [{ x, y }]
    : [
        { x, y },
        { x: before, y },
      ];
}

/** What is not there of a tile that is being asked for may be about to come: it is not known to be absent. */
const stateOnItsWay = (state: number): number => (state === COLUMN_STATE.absent ? STATE_ON_ITS_WAY : state);
const STATE_ON_ITS_WAY = 255;

/** Whether the column before a closed one is not final here: something was missed, so the server is asked again. */
function isHoleBefore({ tile }: CachedTile, column: number): boolean {
  const before = column - 1 - tile.x * TILE_COLUMNS;
  return before >= 0 && tile.states[before] !== COLUMN_STATE.final;
}
