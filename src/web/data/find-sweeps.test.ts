import { describe, expect, test } from "vitest";
import { planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { priceAt } from "#core/price-rows.ts";
import { createColumnReader } from "./column-reader.ts";
import { type Stroke, cellsFrom, mapOf } from "./drawn-map.conformance.ts";
import { findSweeps } from "./find-sweeps.ts";

const level = HEAT_LEVELS[1];
const LONGS = planeOf(LONG, 2);
const SHORTS = planeOf(SHORT, 2);
const ALL = Array.from({ length: 10 }, (_, plane) => plane);
const priceOfCell = (cell: number) => priceAt((cell + 0.5) * level.rowsPerCell);
/** A thin book of longs below cell 160 and shorts above it. */
const thin = (column: number): Stroke[] => [
  { column, cells: cellsFrom(20, 160), plane: LONGS, density: 1e4 },
  { column, cells: cellsFrom(161, 250), plane: SHORTS, density: 1e4 },
];
const wall = (column: number, cells: readonly number[], plane = LONGS): Stroke => ({ column, cells, plane, density: 1e6 });
const cleared = (column: number, cells: readonly number[], plane = LONGS): Stroke => ({ column, cells, plane, density: 0 });

/** Two columns: in the first price ends at cell 160, in the second it goes where it goes. */
function sweepsOf(strokes: readonly Stroke[], { low, high, close }: { low: number; high: number; close: number }, planes: readonly number[] = ALL) {
  const prices = {
    firstColumn: 5,
    low: Float64Array.of(priceOfCell(158), priceOfCell(low)),
    high: Float64Array.of(priceOfCell(162), priceOfCell(high)),
    close: Float64Array.of(priceOfCell(160), priceOfCell(close)),
  };
  return findSweeps({ reader: createColumnReader({ cache: mapOf(strokes), level }), prices, planes });
}

describe("findSweeps", () => {
  const swept = [...thin(5), wall(5, [150, 151]), ...thin(6), cleared(6, cellsFrom(148, 160))];

  test("a cluster that price went through is a sweep of what stood there", () => {
    const [sweep, ...rest] = sweepsOf(swept, { low: 148, high: 161, close: 155 });
    expect(rest).toEqual([]);
    expect(sweep).toMatchObject({ column: 6, side: "long", fromCell: 150, toCell: 151, centre: 151 });
    expect(sweep.usd / 1e6).toBeCloseTo(2, 0);
  });

  test("nothing is swept where price was not, or where what stood there still stands", () => {
    expect(sweepsOf(swept, { low: 152, high: 161, close: 155 })).toEqual([]);
    expect(sweepsOf([...thin(5), wall(5, [150, 151]), ...thin(6), wall(6, [150, 151])], { low: 148, high: 161, close: 155 })).toEqual([]);
  });

  test("a thin stretch is no cluster", () =>
    expect(sweepsOf([...thin(5), ...thin(6), cleared(6, cellsFrom(140, 160))], { low: 140, high: 161, close: 141 })).toEqual([]));

  test("price that only touched a cluster swept a part of it", () => {
    const [sweep] = sweepsOf([...thin(5), wall(5, [148, 149, 150]), ...thin(6), cleared(6, cellsFrom(150, 160)), wall(6, [148, 149])], {
      low: 150,
      high: 161,
      close: 155,
    });
    expect(sweep).toMatchObject({ fromCell: 150, toCell: 150 });
  });

  test("shorts are swept upward, and hidden planes are not looked at", () => {
    const strokes = [...thin(5), wall(5, [170], SHORTS), ...thin(6), cleared(6, cellsFrom(161, 172), SHORTS)];
    expect(sweepsOf(strokes, { low: 159, high: 172, close: 165 })).toMatchObject([{ side: "short", fromCell: 170 }]);
    expect(sweepsOf(strokes, { low: 159, high: 172, close: 165 }, [LONGS])).toEqual([]);
  });

  test("a column is compared with a closed one, or with nothing", () => {
    const forming = swept.map((stroke) => ({ ...stroke, provisional: stroke.column === 5 }));
    expect(sweepsOf(forming, { low: 148, high: 161, close: 155 })).toEqual([]);
    expect(
      sweepsOf(
        swept.filter(({ column }) => column === 6),
        { low: 148, high: 161, close: 155 },
      ),
    ).toEqual([]);
    expect(
      sweepsOf(
        swept.map((stroke) => ({ ...stroke, provisional: stroke.column === 6 })),
        { low: 148, high: 161, close: 155 },
      ),
    ).toHaveLength(1);
  });
});
