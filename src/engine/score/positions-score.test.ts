import { describe, expect, test } from "vitest";
import { rowOf } from "#core/price-rows.ts";
import type { BookMap } from "./bin-grid.ts";
import { type PositionSample, scoreOfHalf, scoreSample, splitAccounts } from "./positions-score.ts";
import { seededUniform } from "./seeded-uniform.ts";

const MARK = 1000;
const position = (account: string, side: 0 | 1, liquidationPrice: number, usd: number) => ({ account, side, liquidationPrice, usd });
const sampleOf = (time: number, positions: PositionSample["positions"]): PositionSample => ({
  time,
  mark: MARK,
  positions,
  notionalUsd: [0, 0],
  held: positions.map(({ usd, ...rest }) => ({ ...rest, size: usd / rest.liquidationPrice, entryPrice: MARK })),
});
/** As the accuracy page makes it: halves of the accounts, scored on all of them. */
const noiseCeiling = (samples: readonly PositionSample[], how: { random: () => number; splits: number }) =>
  splitAccounts(samples, how).flatMap((half) => scoreOfHalf(samples, half, "all"));

function mapOf(levels: readonly (readonly [side: 0 | 1, price: number, usd: number])[]): BookMap {
  const firstRow = rowOf(MARK / 3);
  const usd = [new Float64Array(20_000), new Float64Array(20_000)] as const;
  for (const [side, price, value] of levels) usd[side][rowOf(price) - firstRow] += value;
  return { firstRow, usd };
}

describe("a sample of positions", () => {
  const sample = sampleOf(0, [position("a", 0, 905, 30), position("b", 0, 705, 10), position("c", 0, 300, 999), position("a", 1, 1205, 5)]);

  test("is matched per side within half of mark", () => {
    const scores = scoreSample(
      mapOf([
        [0, 905, 3],
        [0, 705, 1],
        [0, 300, 50],
        [1, 1305, 7],
      ]),
      sample,
    );
    expect(scores.map(({ side, positions }) => [side, positions])).toEqual([
      [0, 2],
      [1, 1],
    ]);
    expect(scores[0]).toMatchObject({ overlap: 1, earthMover: 0 });
    expect(scores[1].overlap).toBe(0);
    // Five bins of 2 % of mark away.
    expect(scores[1].earthMover).toBeCloseTo(0.1, 12);
  });

  test("a side without positions is left out", () => expect(scoreSample(mapOf([]), sampleOf(0, [position("a", 1, 1205, 5)]))).toHaveLength(1));
});

describe("what noise allows", () => {
  test("is everything when all accounts stand in the same place, wherever the mark is", () => {
    const accounts = ["a", "b", "c", "d", "e", "f"];
    const at = (time: number, mark: number) => ({
      ...sampleOf(
        time,
        accounts.map((account) => position(account, 0, 0.905 * mark, 10)),
      ),
      mark,
    });
    const scores = noiseCeiling([at(0, 1000), at(1, 1100)], { random: seededUniform(1), splits: 4 });
    expect(scores).toHaveLength(8);
    for (const { overlap } of scores) expect(overlap).toBeCloseTo(1, 12);
  });

  test("is about a half of it when every account stands alone", () => {
    const positions = Array.from({ length: 20 }, (_, i) => position(`account ${i}`, 0, 555 + i * 20, 10));
    const scores = noiseCeiling([sampleOf(0, positions)], { random: seededUniform(2), splits: 50 });
    const mean = scores.reduce((sum, { overlap }) => sum + overlap, 0) / scores.length;
    expect(mean).toBeGreaterThan(0.4);
    expect(mean).toBeLessThan(0.6);
  });

  test("is nothing on accounts of which nothing was known, when every account stands alone", () => {
    const positions = Array.from({ length: 20 }, (_, i) => position(`account ${i}`, 0, 555 + i * 20, 10));
    const samples = [sampleOf(0, positions)];
    const [half] = splitAccounts(samples, { random: seededUniform(2), splits: 1 });
    const [score] = scoreOfHalf(samples, half, "others");
    expect(score.overlap).toBe(0);
    expect(score.positions).toBe(20 - half.size);
  });
});
