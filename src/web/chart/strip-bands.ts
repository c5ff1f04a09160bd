import type { PositionSide } from "#core/position-side.ts";
import type { LevelProfile } from "./level-profile.ts";
import { type Projection, cellEdges } from "./sight.ts";

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
  const edge = cellEdges({ rowsPerCell: profile.rowsPerCell, projection, ratio });
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

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let index = from; index < to; index++) total += values[index];
  return total;
}
