import type { DepthSide } from "./depth-side.ts";

/** A row of an order book that holds much more than the rows around it. */
export interface Wall {
  readonly row: number;
  readonly usd: number;
  /** So many times the median of the rows around it that hold anything. */
  readonly times: number;
}

/** A row is a wall from this multiple of the local median on. */
export const WALL_TIMES = 4;
/** The rows around reach this far on either side (24 bps); */
const AROUND_ROWS = 12;
/** with fewer of them that hold anything, nothing can be said. */
const LEAST_AROUND = 6;

/** The walls of one side, in the order of their rows. */
export function findWalls({ firstRow, usd }: DepthSide): readonly Wall[] {
  const walls: Wall[] = [];
  const around = new Float64Array(2 * AROUND_ROWS + 1);
  for (let at = 0; at < usd.length; at++) {
    if (usd[at] === 0) continue;
    const [from, to] = [Math.max(0, at - AROUND_ROWS), Math.min(usd.length, at + AROUND_ROWS + 1)];
    // Every row of every book is looked at each second, and next to none is a wall: only its median is worth sorting for.
    if (!isWall(usd, { at, from, to })) continue;
    const median = medianOfHeld(usd.subarray(from, to), around);
    walls.push({ row: firstRow + at, usd: usd[at], times: usd[at] / median });
  }
  return walls;
}

/** The median of the rows around that hold anything is {@link WALL_TIMES} times less: so much or less stands in more than half of them. */
function isWall(usd: Float64Array, { at, from, to }: { readonly at: number; readonly from: number; readonly to: number }): boolean {
  const most = usd[at] / WALL_TIMES;
  let held = 0;
  let small = 0;
  for (let i = from; i < to; i++) {
    if (usd[i] <= 0) continue;
    held++;
    if (usd[i] <= most) small++;
  }
  return held > LEAST_AROUND && small > held >> 1;
}

/** Median of the values above zero. `scratch` is overwritten. */
function medianOfHeld(values: Float64Array, scratch: Float64Array): number {
  let count = 0;
  for (const value of values) if (value > 0) scratch[count++] = value;
  return scratch.subarray(0, count).sort()[count >> 1];
}
