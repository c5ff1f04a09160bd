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
    const median = medianOfHeld(usd.subarray(Math.max(0, at - AROUND_ROWS), at + AROUND_ROWS + 1), around);
    if (median !== undefined && usd[at] >= WALL_TIMES * median) walls.push({ row: firstRow + at, usd: usd[at], times: usd[at] / median });
  }
  return walls;
}

/** Median of the values above zero; undefined of too few. `scratch` is overwritten. */
function medianOfHeld(values: Float64Array, scratch: Float64Array): number | undefined {
  let count = 0;
  for (const value of values) if (value > 0) scratch[count++] = value;
  if (count <= LEAST_AROUND) return undefined;
  return scratch.subarray(0, count).sort()[count >> 1];
}
