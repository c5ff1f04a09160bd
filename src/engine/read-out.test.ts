import { describe, expect, it } from "vitest";
import { type HeatSnapshot, PLANE_COUNT, columnOfSnapshot, planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowCentre } from "#core/price-rows.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { COHORTS, planeIndex } from "./book.ts";
import { BTC } from "./given-book.conformance.ts";
import { type LadderEstimator, createEstimator } from "./ladder-estimator.ts";

/** A market that swings by some per cent, `minutes` old. */
function swinging(minutes: number): LadderEstimator {
  const estimator = createEstimator(BTC);
  for (let minute = 0; minute < minutes; minute++) {
    const at = (m: number) => 90_000 * (1 + 0.03 * Math.sin(m / 90) + 0.004 * Math.sin(m / 3.7));
    const [open, close] = [at(minute), at(minute + 1)];
    const start = asMs(Date.UTC(2026, 0, 1) + minute * MINUTE_MS);
    const end = asMs(start + MINUTE_MS);
    estimator.step({
      start,
      durationMs: MINUTE_MS,
      candle: { open, high: Math.max(open, close) * 1.0004, low: Math.min(open, close) * 0.9997, close, volume: 300, takerBuyVolume: undefined },
      mark: undefined,
      openInterest: minute % 5 === 4 ? { time: end, openInterest: 60_000 + 500 * Math.sin(minute / 40) } : undefined,
      funding: minute % 480 === 479 ? [{ time: end, rate: 0.0002 }] : [],
      printed: undefined,
    });
  }
  return estimator;
}

/** What a plane of the map should hold, bin by bin; for a book to which nothing is owed. */
function plainly({ book, ladder }: LadderEstimator, { side, tier, snapshot }: { side: 0 | 1; tier: number; snapshot: HeatSnapshot }): Float64Array {
  const rows = new Float64Array(snapshot.rowCount);
  ladder.rungs[side].forEach((rung, index) => {
    if (rung.tier !== tier) return;
    const at = side * book.rungCount + index;
    const grain = book.grain[at];
    const first = book.origin + book.shift[at] + Math.round(book.drift[at] / grain) * grain - snapshot.firstRow;
    for (let p = planeIndex(book, side, index); p < planeIndex(book, side, index) + COHORTS; p++)
      for (let bin = 0; bin < book.bins[p]; bin++)
        for (let i = 0; i < grain; i++) {
          const row = first + bin * grain + i;
          const amount = (book.values[book.start[p] + bin] * book.scale[p] * book.weight[at]) / grain;
          if (row >= 0 && row < rows.length) rows[row] += amount * rowCentre(snapshot.firstRow + row);
        }
  });
  return rows;
}

describe("a read-out", () => {
  it("holds the sum of what stands, row by row, each at its own price", () => {
    const estimator = swinging(1000);
    expect(estimator.book.owed.amount[LONG]).toBe(0);
    const snapshot = estimator.snapshot();
    for (const side of [LONG, SHORT] as const)
      for (let tier = 0; tier < PLANE_COUNT / 2; tier++) {
        const expected = plainly(estimator, { side, tier, snapshot });
        const plane = snapshot.usd.subarray(planeOf(side, tier) * snapshot.rowCount, (planeOf(side, tier) + 1) * snapshot.rowCount);
        const most = Math.max(...expected);
        expect(most).toBeGreaterThan(0);
        const farthest = expected.reduce((off, usd, row) => Math.max(off, Math.abs(plane[row] - usd)), 0);
        expect(farthest).toBeLessThan(1e-6 * most);
      }
  });

  it("gives columns the same bytes whether it reaches as far as they do or over the whole map, in whatever memory", () => {
    const estimator = swinging(1003);
    expect(estimator.book.owed.amount[LONG]).toBeGreaterThan(0);
    let reuse: HeatSnapshot | undefined;
    for (const level of [...HEAT_LEVELS, ...HEAT_LEVELS]) {
      const at = { layer: "modelled", column: 0, provisional: false } as const;
      const whole = columnOfSnapshot(estimator.snapshot(), level, at);
      reuse = estimator.snapshot(reuse, level.reach);
      expect(columnOfSnapshot(reuse, level, at)).toEqual(whole);
      expect(whole.bytes.some((byte) => byte > 0)).toBe(true);
    }
    expect(estimator.snapshot(undefined, 0.15).rowCount).toBeLessThan(estimator.snapshot().rowCount / 4);
  });
});
