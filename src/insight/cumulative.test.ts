import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cumulativeFromMark } from "./cumulative.ts";

describe("cumulativeFromMark", () => {
  it("runs longs down and shorts up from the mark's cell", () => {
    const curve = cumulativeFromMark({ longUsd: [4, 2, 1, 9], shortUsd: [9, 0, 3, 5], markCell: 2 });
    expect([...curve.longUsd]).toEqual([7, 3, 1, 0]);
    expect([...curve.shortUsd]).toEqual([0, 0, 3, 8]);
  });

  it("covers the whole grid when the mark lies outside it", () => {
    const longUsd = [1, 1, 1];
    expect([...cumulativeFromMark({ longUsd, shortUsd: longUsd, markCell: 10 }).longUsd]).toEqual([3, 2, 1]);
    expect([...cumulativeFromMark({ longUsd, shortUsd: longUsd, markCell: 10 }).shortUsd]).toEqual([0, 0, 0]);
    expect([...cumulativeFromMark({ longUsd, shortUsd: longUsd, markCell: -1 }).shortUsd]).toEqual([1, 2, 3]);
  });

  it("never falls on the way out, and ends at the side's total", () => {
    const cells = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(cells, fc.nat(59), (usd, mark) => {
        const markCell = mark % usd.length;
        const { longUsd, shortUsd } = cumulativeFromMark({ longUsd: usd, shortUsd: usd, markCell });
        for (let cell = markCell; cell > 0; cell--) expect(longUsd[cell - 1]).toBeGreaterThanOrEqual(longUsd[cell]);
        expect(longUsd[0]).toBe(sum(usd.slice(0, markCell + 1)));
        expect(shortUsd[usd.length - 1]).toBe(sum(usd.slice(markCell)));
      }),
    );
  });
});

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
