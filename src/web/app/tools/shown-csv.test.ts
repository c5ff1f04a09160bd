import { describe, expect, it } from "vitest";
import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "#core/heat-levels.ts";
import { COLUMN_STATE } from "#core/heat-tile.ts";
import { rowOf } from "#core/price-rows.ts";
import { csvLines } from "./shown-csv.ts";

const LEVEL = 1;
const START = Date.UTC(2026, 10, 20, 19, 40);
const FIRST = columnIndexOf(HEAT_LEVELS[LEVEL], START);
const CELL = cellOfRow(HEAT_LEVELS[LEVEL], rowOf(68_000));
const barAt = (index: number) => ({ openTime: START + index * HEAT_LEVELS[LEVEL].columnMs, open: 68_010, high: 68_100.5, low: 67_900, close: 68_050 });

const FIGURES = {
  level: LEVEL,
  layer: "modelled",
  unit: { kind: "usd" },
  bars: [barAt(0), barAt(1)],
  tickSize: 0.1,
  cells: {
    firstColumn: FIRST,
    states: Uint8Array.of(COLUMN_STATE.final, COLUMN_STATE.absent),
    columns: Int32Array.of(FIRST, FIRST),
    cells: Int32Array.of(CELL, CELL + 1),
    longUsd: Float32Array.of(1_234.6, 0),
    shortUsd: Float32Array.of(0, 77),
  },
} as const;

describe("csvLines", () => {
  const [head, ...lines] = [...csvLines(FIGURES)].map((line) => line.split(","));
  const value = (line: number, name: string) => lines[line][head.indexOf(name)];

  it("has a line a cell with its column's candle, and one for a column that holds nothing", () => {
    expect(lines).toHaveLength(3);
    expect(lines.every((line) => line.length === head.length)).toBe(true);
    expect([value(0, "column_start"), value(0, "column_end"), value(0, "state")]).toEqual(["2026-11-20T19:40:00.000Z", "2026-11-20T19:45:00.000Z", "closed"]);
    expect([value(1, "open"), value(1, "high"), value(1, "low"), value(1, "close")]).toEqual(["68010", "68100.5", "67900", "68050"]);
    expect([value(2, "state"), value(2, "price_low"), value(2, "estimated_long_usd")]).toEqual(["none", "", ""]);
  });

  it("says in dollars what each side holds, and that it is estimated or measured", () => {
    expect([value(0, "estimated_long_usd"), value(0, "estimated_short_usd")]).toEqual(["1235", "0"]);
    expect([value(1, "estimated_long_usd"), value(1, "estimated_short_usd")]).toEqual(["0", "77"]);
    expect([...csvLines({ ...FIGURES, layer: "measured" })][0]).toMatch(/measured_long_usd,measured_short_usd$/);
  });

  it.each([
    [{ kind: "coin", coin: "BTC", price: 1 }, "estimated_long_btc", 1_234.6 / 68_000],
    [{ kind: "fiat", code: "NZD", perUsd: 1.7 }, "estimated_long_nzd_at_1.7", Math.round(1_234.6 * 1.7)],
    [{ kind: "oi", openInterestUsd: 1e6 }, "estimated_long_share_of_oi", 0.0012346],
    [{ kind: "minutes", usdPerMinute: 1e3 }, "estimated_long_minutes_of_volume", 1.2346],
  ] as const)("counts in the unit on screen, and names its columns for it: %o", (unit, name, amount) => {
    const [head, line] = [...csvLines({ ...FIGURES, unit })].map((text) => text.split(","));
    expect(Math.abs(Number(line[head.indexOf(name)]) / amount - 1)).toBeLessThan(2e-4);
  });

  it("gives cells that meet without a gap, about the price they hold", () => {
    expect(value(0, "price_high")).toBe(value(1, "price_low"));
    expect(Number(value(0, "price_low"))).toBeLessThanOrEqual(68_000);
    expect(Number(value(0, "price_high"))).toBeGreaterThan(68_000);
  });
});
