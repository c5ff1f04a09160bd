import { describe, expect, it } from "vitest";
import { COLUMN_STATE, TILE_CELLS, TILE_COLUMNS } from "#core/heat-tile.ts";
import { absentRuns, provisionalRuns } from "./column-runs.ts";

const SIGHT = { firstColumn: 250, lastColumn: 270, firstCell: TILE_CELLS - 5, lastCell: TILE_CELLS + 5 };
const statesWith = (present: readonly number[]) => ({
  states: Uint8Array.from({ length: TILE_COLUMNS }, (_, x) => (present.includes(x) ? COLUMN_STATE.final : COLUMN_STATE.absent)),
});
const from = (first: number) => Array.from({ length: TILE_COLUMNS - first }, (_, x) => first + x);

describe("absentRuns", () => {
  it("finds what no tile has, across tiles, up to the newest column", () => {
    const tiles: Record<string, { states: Uint8Array }> = {
      "0/0": statesWith([]),
      "0/1": statesWith([250, 251]),
      "1/0": statesWith([]),
      "1/1": statesWith(from(4)),
    };
    const painted = ({ x, y }: { x: number; y: number }) => tiles[`${x}/${y}`];
    expect(absentRuns(SIGHT, 1_000, painted)).toEqual([{ first: 252, last: 259 }]);
    expect(absentRuns(SIGHT, 257, painted)).toEqual([{ first: 252, last: 257 }]);
  });

  it("claims nothing about times of which a tile is on its way", () => {
    const painted = ({ x, y }: { x: number; y: number }) => (x === 0 && y === 1 ? undefined : statesWith([]));
    expect(absentRuns(SIGHT, 1_000, painted)).toEqual([{ first: 256, last: 270 }]);
  });
});

it("a column that any tile has as provisional will be replaced", () => {
  const forming = { states: statesWith([250, 251]).states.map((state, x) => (x === 251 ? COLUMN_STATE.provisional : state)) };
  const painted = ({ x, y }: { x: number; y: number }) => (x === 0 && y === 1 ? forming : statesWith([]));
  expect(provisionalRuns(SIGHT, 1_000, painted)).toEqual([{ first: 251, last: 251 }]);
});
