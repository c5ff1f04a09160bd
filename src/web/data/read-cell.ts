import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import type { HeatLevel } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, TILE_CELLS, TILE_COLUMNS, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";
import type { ProbeAt, Reading } from "./heat-worker-messages.ts";
import { cellAge } from "./cell-age.ts";
import { createColumnReader } from "./column-reader.ts";
import type { TileCache } from "./tile-cache.ts";
import { traceCluster } from "./trace-cluster.ts";

export interface ReadCellInput {
  readonly cache: Pick<TileCache, "get">;
  readonly level: HeatLevel;
  /** Planes that count towards the running total. */
  readonly planes: readonly number[];
  readonly at: ProbeAt;
}

/**
 * Reads one cell of the loaded map. Below the mark longs are totalled from the mark down, above it shorts up.
 * Undefined when the cell is not loaded or its column has not been estimated.
 */
export function readCell({ cache, level, planes, at }: ReadCellInput): Reading | undefined {
  const x = tileXOfColumn(at.column);
  const offset = at.column - x * TILE_COLUMNS;
  const usdAt = (plane: number, cell: number): number | undefined => {
    const y = tileYOfCell(cell);
    const bytes = cache.get({ x, y })?.tile.bytes;
    return bytes && usdOfDensity(DENSITY_OF_BYTE[bytes[(plane * TILE_CELLS + cell - y * TILE_CELLS) * TILE_COLUMNS + offset]], level.rowsPerCell);
  };
  const state = cache.get({ x, y: tileYOfCell(at.cell) })?.tile.states[offset];
  if (state === undefined || state === COLUMN_STATE.absent) return undefined;
  const reader = createColumnReader({ cache, level });
  const ofSide = planesOfSide(planes, at);
  return {
    usdByPlane: Array.from({ length: PLANE_COUNT }, (_, plane) => usdAt(plane, at.cell) ?? 0),
    cumulativeUsd: cumulative(usdAt, ofSide, at),
    provisional: state === COLUMN_STATE.provisional,
    cluster: traceCluster({ reader, planes, ...at, side: at.cell <= at.markCell ? "long" : "short" }),
    age: cellAge(reader, { planes: ofSide, ...at }),
    venues: undefined,
  };
}

/** Of some planes, those of the side that a cell is on. */
export function planesOfSide(planes: readonly number[], { cell, markCell }: Pick<ProbeAt, "cell" | "markCell">): readonly number[] {
  const firstPlane = planeOf(cell <= markCell ? LONG : SHORT, 0);
  return planes.filter((plane) => plane >= firstPlane && plane < firstPlane + TIER_COUNT);
}

function cumulative(usdAt: (plane: number, cell: number) => number | undefined, planes: readonly number[], { cell, markCell }: ProbeAt): number {
  let usd = 0;
  for (let at = Math.min(cell, markCell); at <= Math.max(cell, markCell); at++) for (const plane of planes) usd += usdAt(plane, at) ?? 0;
  return usd;
}
