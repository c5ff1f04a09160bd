import { expect, it } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { rowOf } from "#core/price-rows.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { summaryOf } from "./summary-words.ts";

const MARKET = { coin: "BTC", exchangeLabel: "Binance", tickSize: 0.1 };
const ROWS_PER_CELL = 5;
const CELLS = 800;
const MARK = 80_000;
const FIRST = Math.floor(rowOf(MARK) / ROWS_PER_CELL) - CELLS / 2;

function bookWith(clusters: readonly (readonly [side: typeof LONG | typeof SHORT, price: number, usd: number])[]): LevelsGrid {
  const usd = new Float32Array(PLANE_COUNT * CELLS);
  for (const [side, price, amount] of clusters) {
    const cell = Math.floor(rowOf(price) / ROWS_PER_CELL) - FIRST;
    for (let at = cell - 1; at <= cell + 1; at++) usd[planeOf(side, 0) * CELLS + at] = amount / 3;
  }
  return { layer: "modelled", mark: MARK, time: 0, firstCell: FIRST, cellCount: CELLS, rowsPerCell: ROWS_PER_CELL, usd } as LevelsGrid;
}

const summaryIn = (book: LevelsGrid) => summaryOf({ market: MARKET, book, tiers: TIERS, sides: ["long", "short"] });

it("tells price, the nearest cluster to either side, and the totals", () => {
  const { words } = summaryIn(
    bookWith([
      [SHORT, 82_000, 30e6],
      [LONG, 78_000, 45e6],
    ]),
  );
  expect(words).toMatch(/^BTC on Binance at 80,000\.0\. Nearest estimated cluster above: \$30\.0M of shorts at 8[12],\d{3}\.\d, \+2\.\d\d %\./);
  expect(words).toMatch(/Nearest below: \$45\.0M of longs at 7[78],\d{3}\.\d, −2\.\d\d %\./);
  expect(words).toMatch(/\$45\.0M of longs below, \$30\.0M of shorts above\.$/);
});

it("says where nothing stands out, and is another summary when the clusters are others", () => {
  const flat = summaryIn(bookWith([]));
  expect(flat.words).toContain("cluster above: none stands out. Nearest below: none stands out.");
  expect(summaryIn(bookWith([[SHORT, 82_000, 30e6]])).key).not.toBe(flat.key);
});
