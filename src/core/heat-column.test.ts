import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { columnOfSnapshot, PLANE_COUNT, type HeatSnapshot } from "./heat-column.ts";
import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "./heat-levels.ts";
import { DENSITY_OF_BYTE, HEAT_FLOOR, HEAT_STEP, densityOf, encodeDensity, usdOfDensity } from "./heat-scale.ts";
import { TILE_CELLS, TILE_COLUMNS, createTile, parseTile, putColumn, tilePayload } from "./heat-tile.ts";
import { rowOf } from "./price-rows.ts";
import { asMs } from "./units.ts";

function snapshotWith(mark: number, cells: readonly { row: number; plane: number; usd: number }[]): HeatSnapshot {
  const firstRow = rowOf(mark * 0.35);
  const rowCount = rowOf(mark * 1.65) - firstRow + 1;
  const usd = new Float32Array(PLANE_COUNT * rowCount);
  for (const cell of cells) usd[cell.plane * rowCount + cell.row - firstRow] += cell.usd;
  return { time: asMs(1_700_000_000_000), mark, openInterest: 1, openInterestUsd: mark, explainedShare: 1, firstRow, rowCount, usd };
}

describe("heat scale", () => {
  it("keeps a density within half a step", () => {
    fc.assert(
      fc.property(fc.double({ min: HEAT_FLOOR, max: 5e9, noNaN: true }), (density) => {
        const back = DENSITY_OF_BYTE[encodeDensity(density)];
        expect(Math.abs(Math.log(back / density))).toBeLessThanOrEqual(Math.log(HEAT_STEP) / 2 + 1e-9);
      }),
    );
  });

  it("rounds to the nearest byte, at every edge", () => {
    for (let byte = 1; byte < 255; byte++) {
      const edge = HEAT_FLOOR * HEAT_STEP ** (byte - 0.5);
      expect([encodeDensity(edge * (1 - 1e-9)), encodeDensity(edge * (1 + 1e-9)), encodeDensity(DENSITY_OF_BYTE[byte])]).toEqual([byte, byte + 1, byte]);
    }
  });

  it("has no byte for nothing, and saturates", () => {
    expect([0, 1, -5, Number.NaN].map(encodeDensity)).toEqual([0, 0, 0, 0]);
    expect(encodeDensity(1e15)).toBe(255);
  });

  it("turns USD into density and back", () => {
    expect(usdOfDensity(densityOf(12_345, 5), 5)).toBeCloseTo(12_345, 6);
    expect(densityOf(1_000_000, 5)).toBeCloseTo(1_000_000, -3);
  });
});

describe("heat columns", () => {
  it("sums rows into cells: a coarser level holds the same USD", () => {
    const mark = 90_000;
    const near = rowOf(mark);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            row: fc.integer({ min: near - 400, max: near + 400 }),
            plane: fc.integer({ min: 0, max: PLANE_COUNT - 1 }),
            usd: fc.double({ min: 1e5, max: 1e7, noNaN: true }),
          }),
          { minLength: 1, maxLength: 40 },
        ),
        (cells) => {
          const snapshot = snapshotWith(mark, cells);
          const total = cells.reduce((sum, { usd }) => sum + usd, 0);
          for (const level of HEAT_LEVELS) {
            const { bytes } = columnOfSnapshot(snapshot, level, { layer: "modelled", column: 0, provisional: false });
            const sum = bytes.reduce((all, byte) => all + usdOfDensity(DENSITY_OF_BYTE[byte], level.rowsPerCell), 0);
            expect(Math.abs(sum / total - 1)).toBeLessThan(0.04);
          }
        },
      ),
    );
  });

  it("puts a row into its own cell and plane", () => {
    const level = HEAT_LEVELS[1];
    const row = rowOf(91_000);
    const column = columnOfSnapshot(snapshotWith(90_000, [{ row, plane: 7, usd: 1e6 }]), level, { layer: "modelled", column: 3, provisional: true });
    const at = column.bytes.findIndex((byte) => byte > 0);
    expect([Math.floor(at / column.cellCount), column.firstCell + (at % column.cellCount)]).toEqual([7, cellOfRow(level, row)]);
    expect(column).toMatchObject({ column: 3, provisional: true });
  });

  it("covers its reach around the mark", () => {
    for (const level of HEAT_LEVELS) {
      const { firstCell, cellCount } = columnOfSnapshot(snapshotWith(90_000, []), level, { layer: "modelled", column: 0, provisional: false });
      expect(firstCell).toBe(cellOfRow(level, rowOf(90_000 * (1 - level.reach))));
      expect(firstCell + cellCount - 1).toBe(cellOfRow(level, rowOf(90_000 * (1 + level.reach))));
    }
  });
});

describe("heat tiles", () => {
  it("gives back every byte of the columns put into it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: TILE_COLUMNS - 1 }),
        fc.integer({ min: -300, max: 300 }),
        fc.integer({ min: 1, max: 400 }),
        fc.boolean(),
        (x, offset, cellCount, provisional) => {
          const tile = createTile({ layer: "modelled", level: 1, x: 20_000, y: -3 });
          const firstCell = -3 * TILE_CELLS + offset;
          const bytes = Uint8Array.from({ length: PLANE_COUNT * cellCount }, (_, i) => (i % 254) + 1);
          putColumn(tile, { layer: "modelled", column: 20_000 * TILE_COLUMNS + x, provisional, firstCell, cellCount, bytes });
          const read = parseTile(tilePayload(tile).slice(), "modelled");
          expect([read.level, read.x, read.y, read.states[x]]).toEqual([1, 20_000, -3, provisional ? 1 : 2]);
          for (const [plane, cell] of [
            [0, 0],
            [9, 255],
            [4, 17],
          ]) {
            const from = cell - offset;
            const expected = from >= 0 && from < cellCount ? bytes[plane * cellCount + from] : 0;
            expect(read.bytes[(plane * TILE_CELLS + cell) * TILE_COLUMNS + x]).toBe(expected);
          }
        },
      ),
    );
  });

  it("refuses what is not a tile", () => {
    expect(() => parseTile(new Uint8Array(10), "modelled")).toThrow("not a heat tile");
  });

  it("is of one layer, from before layers had names too, and is never read as another", () => {
    const measured = createTile({ layer: "measured", level: 2, x: 3, y: 4 });
    expect(parseTile(tilePayload(measured), "measured").layer).toBe("measured");
    expect(() => parseTile(tilePayload(measured), "modelled")).toThrow("measured layer");
    const old = tilePayload(createTile({ layer: "modelled", level: 2, x: 3, y: 4 }));
    expect([...old.subarray(4, 8)]).toEqual([2, 0, 0, 0]);
  });

  it("takes columns of its own layer only: another one does not compile", () => {
    const column = columnOfSnapshot(snapshotWith(90_000, []), HEAT_LEVELS[1], { layer: "measured", column: 0, provisional: false });
    const modelled = createTile({ layer: "modelled", level: 1, x: 0, y: 0 });
    expect(column.layer).toBe("measured");
    expectTypeOf(putColumn<"measured">)
      .parameter(1)
      .toEqualTypeOf(column);
    expectTypeOf(column).not.toExtend<Parameters<typeof putColumn<typeof modelled.layer>>[1]>();
  });

  it("numbers columns from the epoch, before it too", () => {
    expect(columnIndexOf(HEAT_LEVELS[0], 59_999)).toBe(0);
    expect(columnIndexOf(HEAT_LEVELS[0], -1)).toBe(-1);
  });
});
