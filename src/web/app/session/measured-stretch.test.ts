import { describe, expect, it } from "vitest";
import { priceAt } from "#core/price-rows.ts";
import type { LevelProfile } from "#web/chart/level-profile.ts";
import { stretchWords, sweptBetween } from "./measured-stretch.ts";

/** Cells 10 to 13 of five rows: two of longs, two of shorts. */
const PROFILE: LevelProfile = {
  mark: priceAt(60),
  rowsPerCell: 5,
  firstCell: 10,
  markCell: 12,
  longUsd: Float64Array.of(400, 100, 0, 0),
  shortUsd: Float64Array.of(0, 0, 30, 50),
  cumulativeLongUsd: new Float64Array(4),
  cumulativeShortUsd: new Float64Array(4),
};
const swept = (fromRow: number, toRow: number) => sweptBetween(PROFILE, priceAt(fromRow), priceAt(toRow));

describe("sweptBetween", () => {
  it("adds whole cells, and of a cut one the part of its rows", () => {
    const { longUsd, shortUsd } = swept(52, 65);
    expect(longUsd).toBeCloseTo(0.6 * 400 + 100);
    expect(shortUsd).toBeCloseTo(30);
    expect(swept(62, 63).shortUsd).toBeCloseTo(0.2 * 30);
  });

  it("is the same both ways, and ends where the book does", () => {
    expect(swept(65, 52)).toEqual(swept(52, 65));
    expect(swept(0, 200).longUsd).toBeCloseTo(500);
    expect(swept(0, 200).shortUsd).toBeCloseTo(80);
    expect(swept(80, 90)).toEqual({ longUsd: 0, shortUsd: 0 });
  });
});

describe("stretchWords", () => {
  const from = { timeMs: 0, price: 80_000 };
  const words = (to: typeof from, usd?: { longUsd: number; shortUsd: number }) => stretchWords({ from, to, swept: usd, layer: "modelled" });

  it("says %, bps, time and dollars", () => {
    expect(words({ timeMs: 200 * 60_000, price: 80_960 }, { longUsd: 0, shortUsd: 12.3e6 })).toEqual([
      "+1.20 % · 120 bps · 3 h 20 min",
      "est. between, book now: $12.3M shorts",
    ]);
    expect(words({ timeMs: -60 * 60_000 * 52, price: 79_200 }, { longUsd: 1e6, shortUsd: 2e6 })).toEqual([
      "−1.00 % · −100 bps · −2 d 4 h",
      "est. between, book now: $1.00M longs, $2.00M shorts",
    ]);
  });

  it("does not make dollars up without a book", () => expect(words({ timeMs: 0, price: 80_000 })).toEqual(["+0.00 % · 0 bps · 0 min"]));
});
