import type { HeatLevel } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { hiddenIndex } from "#web/colour/hidden-cells.ts";
import type { CellsAt, ShownCells } from "./heat-worker-messages.ts";
import type { CachedTile, TileCache } from "./tile-cache.ts";

export interface ShownCellsInput {
  readonly cache: Pick<TileCache, "get">;
  readonly level: HeatLevel;
  /** Planes that are summed, and the density below which a cell is hidden: what is read is what is drawn. */
  readonly planes: readonly number[];
  readonly threshold: number;
  /** Cells of a tile that are hidden for want of confidence, see colour/hidden-cells.ts. */
  readonly hiddenOf?: (cached: CachedTile) => Uint8Array | undefined;
  readonly at: CellsAt;
}

/** Reads every cell of a part of the map that is drawn, in USD, column by column from low prices to high. */
export function shownCells({ cache, level, planes, threshold, hiddenOf, at }: ShownCellsInput): ShownCells {
  const part = emptyPart(at);
  for (let x = tileXOfColumn(at.firstColumn); x <= tileXOfColumn(at.lastColumn); x++) {
    for (let y = tileYOfCell(at.firstCell); y <= tileYOfCell(at.lastCell); y++) {
      const cached = cache.get({ x, y });
      if (cached) addTile(part, { tile: cached.tile, planes, hidden: hiddenOf?.(cached) });
    }
  }
  return listed(part, { threshold, level });
}

/** Densities per side, [column][cell] of the part, and the state of each column. */
interface Part {
  readonly at: CellsAt;
  readonly cellCount: number;
  readonly states: Uint8Array;
  readonly long: Float64Array;
  readonly short: Float64Array;
}

function emptyPart(at: CellsAt): Part {
  const columnCount = at.lastColumn - at.firstColumn + 1;
  const cellCount = at.lastCell - at.firstCell + 1;
  const side = () => new Float64Array(columnCount * cellCount);
  return { at, cellCount, states: new Uint8Array(columnCount), long: side(), short: side() };
}

interface PartOfTile {
  readonly tile: HeatTile;
  readonly planes: readonly number[];
  readonly hidden: Uint8Array | undefined;
}

function addTile({ at, cellCount, states, long, short }: Part, { tile, planes, hidden }: PartOfTile): void {
  const [tileColumn, tileCell] = [tile.x * TILE_COLUMNS, tile.y * TILE_CELLS];
  const columns = { first: Math.max(at.firstColumn, tileColumn), last: Math.min(at.lastColumn, tileColumn + TILE_COLUMNS - 1) };
  const cells = { first: Math.max(at.firstCell, tileCell), last: Math.min(at.lastCell, tileCell + TILE_CELLS - 1) };
  for (let column = columns.first; column <= columns.last; column++) states[column - at.firstColumn] = tile.states[column - tileColumn];
  for (const plane of planes) {
    const side = plane < TIER_COUNT ? long : short;
    for (let cell = cells.first; cell <= cells.last; cell++) {
      const row = (plane * TILE_CELLS + cell - tileCell) * TILE_COLUMNS;
      const hiddenRow = hiddenIndex(plane < TIER_COUNT ? LONG : SHORT, cell - tileCell) - tileColumn;
      for (let column = columns.first; column <= columns.last; column++) {
        if (hidden?.[hiddenRow + column] === 1) continue;
        side[(column - at.firstColumn) * cellCount + cell - at.firstCell] += DENSITY_OF_BYTE[tile.bytes[row + column - tileColumn]];
      }
    }
  }
}

/** What is left of the sums after the threshold, as a list. */
function listed({ at, cellCount, states, long, short }: Part, { threshold, level }: Pick<ShownCellsInput, "threshold" | "level">): ShownCells {
  const drawn: number[] = [];
  for (let index = 0; index < long.length; index++) {
    const density = long[index] + short[index];
    if (density > 0 && density >= threshold && states[Math.floor(index / cellCount)] !== COLUMN_STATE.absent) drawn.push(index);
  }
  return {
    firstColumn: at.firstColumn,
    states,
    columns: Int32Array.from(drawn, (index) => at.firstColumn + Math.floor(index / cellCount)),
    cells: Int32Array.from(drawn, (index) => at.firstCell + (index % cellCount)),
    longUsd: Float32Array.from(drawn, (index) => usdOfDensity(long[index], level.rowsPerCell)),
    shortUsd: Float32Array.from(drawn, (index) => usdOfDensity(short[index], level.rowsPerCell)),
  };
}
