import { describe, expect, test } from "vitest";
import { rowOf } from "#core/price-rows.ts";
import { type BookMap, binMap, markGrid } from "./bin-grid.ts";
import { ROWS_PER_BIN, scoreMap, scoredGrid } from "./map-score.ts";
import { createScoreMeans } from "./score-means.ts";

const MARK = 50_000;
const firstRow = rowOf(MARK / 2);
const rowCount = rowOf(MARK * 2) - firstRow + 1;

/** A map with USD at given prices. */
function mapOf(long: Readonly<Record<number, number>>, short: Readonly<Record<number, number>>): BookMap {
  const side = (levels: Readonly<Record<number, number>>) => {
    const rows = new Float64Array(rowCount);
    for (const [price, usd] of Object.entries(levels)) rows[rowOf(Number(price)) - firstRow] += usd;
    return rows;
  };
  return { firstRow, usd: [side(long), side(short)] };
}

describe("bins", () => {
  test("cover 20 % on the side where positions liquidate, 20 bps each, the bin of the mark included", () => {
    const [long, short] = [scoredGrid(0, MARK), scoredGrid(1, MARK)];
    expect(long.width).toBeCloseTo(0.002, 5);
    expect(long.count).toBe(Math.floor(rowOf(MARK) / ROWS_PER_BIN) - Math.floor(rowOf(MARK * 0.8) / ROWS_PER_BIN) + 1);
    expect(long.binOfRow(rowOf(MARK))).toBe(long.count - 1);
    expect(short.binOfRow(rowOf(MARK))).toBe(0);
    expect(short.binOfRow(rowOf(MARK * 1.2))).toBe(short.count - 1);
    expect(long.distanceOf(0)).toBeCloseTo(-0.2, 2);
    expect(Math.abs(short.distanceOf(0))).toBeLessThan(0.002);
  });

  test("lose nothing inside their reach and count nothing outside", () => {
    const map = mapOf({ 49_000: 7, 41_000: 5, 39_000: 100 }, {});
    expect(binMap(map, scoredGrid(0, MARK)).reduce((sum, usd) => sum + usd, 0)).toBe(12);
  });

  test("of a share of mark are even in price", () => {
    const grid = markGrid(0, { mark: MARK, reach: 0.5, width: 0.02 });
    const bins = binMap(mapOf({ 49_500: 3, 25_600: 4, 20_000: 100 }, {}), grid);
    expect(grid.count).toBe(50);
    expect([bins[24], bins[0]]).toEqual([3, 4]);
  });
});

describe("score of a map", () => {
  const truth = mapOf({ 49_000: 30, 47_500: 10, 45_000: 5 }, { 52_000: 8 });

  test("is perfect for the truth itself, on both sides", () => {
    const scores = scoreMap(truth, truth, { mark: MARK, band: undefined });
    expect(scores).toHaveLength(2);
    for (const score of scores) {
      expect(score).toMatchObject({ overlap: 1, near: 1, earthMoverBps: 0, topHits: 1, absLogScale: 0, bandCoverage: undefined });
      expect(score.localStructure).toBeCloseTo(1, 12);
    }
  });

  test("leaves out a side that truly holds nothing", () => {
    expect(scoreMap(truth, mapOf({ 49_000: 1 }, {}), { mark: MARK, band: undefined })).toHaveLength(1);
  });

  test("near looks at 6 % only", () => {
    const [long] = scoreMap(mapOf({ 49_000: 40 }, { 52_000: 8 }), truth, { mark: MARK, band: undefined });
    expect(long.near).toBeCloseTo(30 / 40, 12);
    expect(long.overlap).toBeCloseTo(30 / 45, 12);
  });

  test("a level one bin off costs 20 bps of earth mover", () => {
    const [, short] = scoreMap(mapOf({ 49_000: 1 }, { [52_000 * 1.002]: 8 }), truth, { mark: MARK, band: undefined });
    expect(short.earthMoverBps).toBeCloseTo(20, 1);
  });

  test("a band is checked bin by bin, and among the largest bins apart", () => {
    const band = {
      over: ({ count }: { count: number }) => ({ low: new Float64Array(count), high: new Float64Array(count).fill(9) }),
      quantile: (_: number, { count }: { count: number }) => new Float64Array(count),
    };
    const [long, short] = scoreMap(truth, truth, { mark: MARK, band });
    const bins = scoredGrid(0, MARK).count;
    expect(long.bandCoverage).toBeCloseTo((bins - 2) / bins, 12);
    expect(short.bandCoverage).toBe(1);
    expect(long.bandCoverageOfLargest).toBeCloseTo(1 - 2 / Math.ceil(bins * 0.1), 12);
  });

  test("of bins that are alike, right bands hold few of those that truth shows to be the largest, and most of those that are so in any case", () => {
    const alike = (size: (bin: number) => number) => {
      const quantile = (level: number, { count }: { count: number }) => Float64Array.from({ length: count }, (_, bin) => size(bin) * (1 + level));
      const over = (grid: Parameters<typeof quantile>[1]) => ({ low: quantile(0.1, grid), high: quantile(0.9, grid) });
      return scoreMap(truth, truth, { mark: MARK, band: { over, quantile } })[0].largestIfBandsWereRight ?? 0;
    };
    expect(alike(() => 1)).toBeLessThan(0.3);
    const apart = alike((bin) => 4 ** bin);
    expect(apart).toBeGreaterThan(0.5);
    expect(apart).toBeLessThan(1);
  });
});

test("means leave out what is not known", () => {
  const means = createScoreMeans();
  const [score] = scoreMap(mapOf({ 49_000: 1 }, {}), mapOf({ 49_000: 2 }, {}), { mark: MARK, band: undefined });
  means.add(score);
  means.add({ ...score, overlap: 0, logScale: -Infinity, bandCoverage: 0.5 });
  expect(means.count).toBe(2);
  expect([means.mean("overlap"), means.mean("bandCoverage"), means.mean("bandCoverageOfLargest")]).toEqual([0.5, 0.5, undefined]);
  expect(means.mean("logScale")).toBeCloseTo(-Math.log(2), 12);
});
