import { expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { MemberBook } from "#web/panels/panel.ts";
import { compareExchanges } from "./compare-exchanges.ts";

interface Level {
  /** From the mark, a signed fraction. */
  readonly distance: number;
  readonly usd: number;
}

function bookOf(label: string, mark: number, levels: readonly Level[]): MemberBook {
  const rowsPerCell = 5;
  const firstCell = Math.floor(rowOf(mark * 0.85) / rowsPerCell);
  const cellCount = Math.ceil(rowOf(mark * 1.15) / rowsPerCell) - firstCell;
  const usd = new Float32Array(PLANE_COUNT * cellCount);
  for (const { distance, usd: held } of levels) {
    const cell = Math.floor(rowOf(mark * (1 + distance)) / rowsPerCell) - firstCell;
    usd[planeOf(distance < 0 ? LONG : SHORT, 2) * cellCount + cell] += held;
  }
  return { market: `${label}:BTC`, label, grid: { layer: "modelled", time: 0, mark, openInterestUsd: 1e9, rowsPerCell, firstCell, cellCount, usd } };
}

const ASKED = { tiers: TIERS, sides: ["long", "short"], cellsPerBin: 10, bins: 10 } as const;
/** Spread thinly over a side, so that a mean density is one of something. */
const thin = (sign: 1 | -1, usd: number): Level[] => Array.from({ length: 10 }, (_, at) => ({ distance: (sign * (at + 0.4)) / 100, usd }));

test("a basis moves nothing: the same distances agree at different prices", () => {
  const { all, agreement } = compareExchanges(
    [
      bookOf("A", 60_000, [...thin(-1, 10), { distance: -0.045, usd: 90 }]),
      bookOf("B", 61_000, [...thin(-1, 1), { distance: -0.045, usd: 9 }]),
      bookOf("C", 59_000, thin(-1, 8)),
    ],
    ASKED,
  );
  const bin = agreement.find(({ side, from }) => side === "long" && Math.abs(from - 0.04) < 0.001);
  expect(bin).toMatchObject({ usd: 118, holders: ["A", "B", "C"], consensus: 1, alone: { label: "A" } });
  expect(agreement.find(({ side, from }) => side === "long" && Math.abs(from - 0.02) < 0.001)).toMatchObject({ holders: ["C"], alone: undefined });
  expect(all.totals).toEqual({ long: 289, short: 0 });
});

test("an exchange stands alone only where it holds more than is usual for it", () => {
  const giant = bookOf("Giant", 100, thin(1, 800));
  const small = bookOf("Small", 100, [...thin(1, 100), { distance: 0.065, usd: 3000 }]);
  const { agreement } = compareExchanges([giant, small], ASKED);
  const alone = agreement.filter((bin) => bin.alone).map((bin) => [bin.side, Number(bin.from.toFixed(2)), bin.alone?.label]);
  expect(alone).toEqual([["short", 0.06, "Small"]]);
});

test("nothing agrees on nothing", () => {
  const { agreement } = compareExchanges([bookOf("A", 100, []), bookOf("B", 100, [])], ASKED);
  expect(agreement.every(({ holders, alone, usd }) => holders.length === 0 && alone === undefined && usd === 0)).toBe(true);
});
