import type { PositionSide } from "#core/position-side.ts";
import type { Sweep } from "#web/data/find-sweeps.ts";
import type { Projection, Sight } from "./sight.ts";

/** A sweep on screen, in CSS pixels of the chart's pane. */
export interface SweepMark {
  readonly x: number;
  readonly y: number;
  readonly of: Sweep;
  /** Whether its dollars are written beside it. */
  readonly isTold: boolean;
}

/** A sweep that is drawn at a zoom. */
export interface ChosenSweep {
  readonly of: Sweep;
  readonly isTold: boolean;
}

/** CSS pixels that a column and a cell take. */
export interface CellPixels {
  readonly width: number;
  readonly height: number;
}

/** Half the length of a mark, CSS pixels. */
export const MARK_RADIUS = 5;
/** Smaller than this share of the largest, a sweep is not drawn, */
const LEAST_SHARE = 0.04;
/** nor when it is this close to a larger one in both directions; further apart than the others, its dollars are written. CSS pixels. */
const APART = { width: 34, height: 26 };
const TOLD_APART = { width: 150, height: 64 };
/** Of the largest, below which dollars are left to the crosshair. */
const LEAST_TOLD_SHARE = 0.25;

/**
 * The sweeps that are worth a mark at a zoom, largest first, so that long windows are not littered. Which they are depends on the zoom alone:
 * panning makes none come or go.
 */
export function chooseSweeps(sweeps: readonly Sweep[], { width, height }: CellPixels): readonly ChosenSweep[] {
  const sorted = sweeps.toSorted((a, b) => b.usd - a.usd);
  const leastUsd = (sorted[0]?.usd ?? 0) * LEAST_SHARE;
  const leastToldUsd = (sorted[0]?.usd ?? 0) * LEAST_TOLD_SHARE;
  const chosen: ChosenSweep[] = [];
  const isFree = (sweep: Sweep, apart: CellPixels, isInTheWay: (other: ChosenSweep) => boolean) =>
    chosen.every(
      (other) =>
        !isInTheWay(other) ||
        Math.abs(other.of.column - sweep.column) * width >= apart.width ||
        Math.abs(other.of.centre - sweep.centre) * height >= apart.height,
    );
  for (const sweep of sorted) {
    if (sweep.usd < leastUsd) break;
    if (!isFree(sweep, APART, () => true)) continue;
    chosen.push({ of: sweep, isTold: sweep.usd >= leastToldUsd && isFree(sweep, TOLD_APART, ({ isTold }) => isTold) });
  }
  return chosen;
}

export interface MarksInput {
  readonly chosen: readonly ChosenSweep[];
  readonly sides: readonly PositionSide[];
  readonly sight: Sight;
  readonly projection: Projection;
  readonly rowsPerCell: number;
}

/** The marks in sight. */
export function marksInSight({ chosen, sides, sight, projection, rowsPerCell }: MarksInput): SweepMark[] {
  return chosen.flatMap(({ of, isTold }) => {
    if (!sides.includes(of.side) || of.column < sight.firstColumn || of.column > sight.lastColumn) return [];
    const x = projection.xOfColumn(of.column + 0.5);
    const y = projection.yOfRow(of.centre * rowsPerCell);
    return x === undefined || y === undefined ? [] : [{ x, y, of, isTold }];
  });
}

/** Distance in CSS pixels within which a mark is hit. */
const REACH = 9;

/** The sweep whose mark lies nearest under a point. */
export function sweepUnder(marks: readonly SweepMark[], { x, y }: { x: number; y: number }): Sweep | undefined {
  let nearest: SweepMark | undefined;
  let least = REACH;
  for (const mark of marks) {
    const distance = Math.hypot(mark.x - x, mark.y - y);
    if (distance > least) continue;
    nearest = mark;
    least = distance;
  }
  return nearest?.of;
}
