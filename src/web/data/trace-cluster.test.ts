import { describe, expect, test } from "vitest";
import { planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { createColumnReader } from "./column-reader.ts";
import { type Stroke, cellsFrom, mapOf } from "./drawn-map.conformance.ts";
import { traceCluster } from "./trace-cluster.ts";

const level = HEAT_LEVELS[1];
const LONGS = planeOf(LONG, 1);
/** Columns 10 to 29 of a thin book; a wall stands from 14 to 22, a cell higher from 18 on. */
const strokes: Stroke[] = cellsFrom(10, 29).flatMap((column) => {
  const base: Stroke = { column, cells: cellsFrom(40, 200), plane: LONGS, density: 1e4 };
  if (column < 14 || column > 22) return [base];
  return [base, { column, cells: column < 18 ? [120, 121] : [121, 122], plane: LONGS, density: 2e6 }];
});
const reader = createColumnReader({ cache: mapOf(strokes), level });
const ask = { reader, planes: [LONGS], side: "long" } as const;

describe("traceCluster", () => {
  test("follows a cluster from where it began to where it ended, cell by cell", () => {
    const trace = traceCluster({ ...ask, column: 20, cell: 122 });
    expect(trace).toMatchObject({ fromCell: 121, toCell: 122, firstColumn: 14, lastColumn: 22, mayBeOlder: false });
    expect([...(trace?.low ?? [])]).toEqual([120, 120, 120, 120, 121, 121, 121, 121, 121]);
    expect([...(trace?.high ?? [])]).toEqual([121, 121, 121, 121, 122, 122, 122, 122, 122]);
    expect(trace?.contrast).toBeGreaterThan(3);
  });

  test("where nothing stands out there is none", () => {
    expect(traceCluster({ ...ask, column: 20, cell: 90 })).toBeUndefined();
    expect(traceCluster({ ...ask, column: 12, cell: 121 })).toBeUndefined();
  });

  test("of the other side, or of hidden planes, there is none", () => {
    expect(traceCluster({ ...ask, column: 20, cell: 122, side: "short" })).toBeUndefined();
    expect(traceCluster({ ...ask, column: 20, cell: 122, planes: [planeOf(SHORT, 1)] })).toBeUndefined();
  });

  test("one that stands at the edge of what is loaded may be older", () => {
    const late = createColumnReader({ cache: mapOf(strokes.filter(({ column }) => column >= 16)), level });
    expect(traceCluster({ ...ask, reader: late, column: 20, cell: 122 })).toMatchObject({ firstColumn: 16, mayBeOlder: true });
  });
});
