import { TILE_CELLS, tileYOfCell } from "#core/heat-tile.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { LevelProfile } from "./level-profile.ts";
import type { Projection } from "./sight.ts";

/** One bar of the level strip: a cell, or several where cells are too thin to be told apart. Device pixels and USD. */
export interface Band {
  readonly top: number;
  readonly height: number;
  readonly longUsd: number;
  readonly shortUsd: number;
  /** From the mark through this band, of `side`. */
  readonly cumulativeUsd: number;
  /** The price rows that it stands for, [fromRow, toRow). */
  readonly fromRow: number;
  readonly toRow: number;
  /** Which side's running total passes here: longs at and below the mark, shorts above. */
  readonly side: PositionSide;
}

export interface BandsInput {
  readonly profile: LevelProfile;
  readonly projection: Projection;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** Device pixels. */
  readonly paneHeight: number;
}

/** Least height of a bar, in device pixels; thinner cells are summed. */
const LEAST_HEIGHT = 2;

/** The bars that are within the pane, lowest price first, on the very pixels of the map's cells. */
export function bandsInPane({ profile, projection, ratio, paneHeight }: BandsInput): Band[] {
  const { firstCell, markCell, longUsd, shortUsd } = profile;
  const edge = cellEdges({ profile, projection, ratio });
  const cellCount = longUsd.length;
  const cellHeight = (edge(firstCell) - edge(firstCell + cellCount)) / cellCount;
  const cellsPerBand = Math.max(1, Math.ceil(LEAST_HEIGHT / Math.max(cellHeight, 1e-6)));
  const bands: Band[] = [];
  for (let first = Math.floor(firstCell / cellsPerBand) * cellsPerBand; first < firstCell + cellCount; first += cellsPerBand) {
    const top = edge(first + cellsPerBand);
    const bottom = edge(first);
    if (bottom < 0 || top > paneHeight) continue;
    const from = Math.max(0, first - firstCell);
    const to = Math.min(cellCount, first + cellsPerBand - firstCell);
    const side = first <= markCell ? "long" : "short";
    bands.push({
      top,
      height: bottom - top,
      longUsd: sum(longUsd, from, to),
      shortUsd: sum(shortUsd, from, to),
      cumulativeUsd: side === "long" ? profile.cumulativeLongUsd[from] : profile.cumulativeShortUsd[to - 1],
      fromRow: first * profile.rowsPerCell,
      toRow: (first + cellsPerBand) * profile.rowsPerCell,
      side,
    });
  }
  return bands;
}

/** Lower edge of a cell in device pixels, interpolated between tile edges just as the blit of a tile bitmap does. */
function cellEdges({ profile, projection, ratio }: Pick<BandsInput, "profile" | "projection" | "ratio">): (cell: number) => number {
  const tileEdges = new Map<number, number>();
  const tileEdge = (y: number): number => {
    let edge = tileEdges.get(y);
    if (edge === undefined) tileEdges.set(y, (edge = Math.round((projection.yOfRow(y * TILE_CELLS * profile.rowsPerCell) ?? 0) * ratio)));
    return edge;
  };
  return (cell) => {
    const y = tileYOfCell(cell);
    const bottom = tileEdge(y);
    return Math.round(bottom + ((tileEdge(y + 1) - bottom) * (cell - y * TILE_CELLS)) / TILE_CELLS);
  };
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let index = from; index < to; index++) total += values[index];
  return total;
}
