import { describe, expect, it } from "vitest";
import { type AnyHeatColumn, PLANE_COUNT } from "#core/heat-column.ts";
import { STOCK_LAYERS, type StockLayer } from "#core/layer.ts";
import { type LevelsGrid, encodeColumnFrame, encodeLevelsFrame, parseFrame } from "./frames.ts";

const PLACE = { column: -7, firstCell: -300, cellCount: 5 };
const columnOf = (layer: StockLayer, provisional: boolean): AnyHeatColumn => ({
  layer,
  provisional,
  ...PLACE,
  bytes: Uint8Array.from({ length: PLANE_COUNT * PLACE.cellCount }, (_, i) => i),
});
const gridOf = (layer: StockLayer, first: number): LevelsGrid => ({
  layer,
  time: 1.7e12,
  mark: 68_000.5,
  openInterestUsd: 5e9,
  rowsPerCell: 5,
  firstCell: 11_000,
  cellCount: 4,
  usd: new Float32Array(PLANE_COUNT * 4).fill(3).fill(first, 0, 1),
});
const parsed = (frame: Uint8Array) => parseFrame(frame.buffer as ArrayBuffer);

describe("frames", () => {
  it.each(STOCK_LAYERS.flatMap((layer) => [true, false].map((provisional) => [layer, provisional] as const)))(
    "bring a %s column back, provisional %s",
    (layer, provisional) => {
      const column = columnOf(layer, provisional);
      expect(parsed(encodeColumnFrame({ channel: 9, level: 3, column }))).toEqual({ kind: "column", channel: 9, level: 3, column });
    },
  );

  it("keep the byte of modelled columns as it was before layers had names", () => {
    expect([true, false].map((provisional) => encodeColumnFrame({ channel: 1, level: 0, column: columnOf("modelled", provisional) })[7])).toEqual([1, 0]);
  });

  it.each(STOCK_LAYERS)("bring the %s levels back, whole and as changes", (layer) => {
    const grid = gridOf(layer, 1);
    expect(parsed(encodeLevelsFrame(2, grid, undefined))).toEqual({ kind: "levels", full: true, channel: 2, grid });
    expect(parsed(encodeLevelsFrame(2, gridOf(layer, 8), grid))).toMatchObject({ full: false, grid: { layer }, changes: [[0, 8]] });
  });

  it("never send the changes of one layer against another", () => {
    expect(parsed(encodeLevelsFrame(2, gridOf("measured", 8), gridOf("modelled", 1)))).toMatchObject({ full: true });
  });

  it("are refused when their layer is unknown", () => {
    const frame = encodeLevelsFrame(2, gridOf("modelled", 1), undefined);
    frame[7] = 9;
    expect(() => parsed(frame)).toThrow("layer 9");
  });
});
