import { beforeAll, describe, expect, it } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { HOUR_MS, asMs } from "#core/units.ts";
import { type LadderEstimator, createEstimator } from "#engine/ladder-estimator.ts";
import type { SeenPosition } from "./locate-seen.ts";

const MARK = 60_000;
const BTC: Instrument = { exchange: "hyperliquid", symbol: "BTC", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 1, marginModel: "hyperliquid" };

/** A market that has gone nowhere for ten days: rungs stand about as far from mark as they liquidate from entry. */
function standingMarket(): LadderEstimator {
  const estimator = createEstimator(BTC);
  for (let hour = 0; hour < 240; hour++) {
    const start = asMs(Date.UTC(2026, 0, 5) + hour * HOUR_MS);
    const candle = { open: MARK, high: MARK * 1.001, low: MARK * 0.999, close: MARK, volume: undefined, takerBuyVolume: undefined };
    estimator.step({
      start,
      durationMs: HOUR_MS,
      candle,
      mark: undefined,
      openInterest: { time: asMs(start + HOUR_MS), openInterest: 40_000 },
      funding: [],
      printed: undefined,
    });
  }
  return estimator;
}

const long = (below: number, rest: Partial<SeenPosition> = {}): SeenPosition => ({ size: 1, liquidationPrice: MARK * (1 - below), entryLeverage: 3, ...rest });

describe("where published positions stand on the ladder", () => {
  let estimator: LadderEstimator;
  beforeAll(() => void (estimator = standingMarket()));
  const meanLeverage = (side: 0 | 1, positions: readonly SeenPosition[], seen = 1) => {
    const { rungs } = estimator.sharesOfSeen(side, positions, seen);
    return Math.exp(rungs.reduce((sum, [leverage, share]) => sum + share * Math.log(leverage), 0) / rungs.reduce((sum, [, share]) => sum + share, 0));
  };

  it("is where the book itself has its levels, whatever their leverage at entry", () => {
    expect(meanLeverage(LONG, [long(0.09)])).toBeGreaterThan(7);
    expect(meanLeverage(LONG, [long(0.09)])).toBeLessThan(13);
    expect(meanLeverage(LONG, [long(0.31)])).toBeGreaterThan(2.5);
    expect(meanLeverage(LONG, [long(0.31)])).toBeLessThan(4);
    expect(meanLeverage(SHORT, [{ ...long(0), liquidationPrice: MARK * 1.09 }])).toBeGreaterThan(7);
  });

  it("is the leverage at entry beyond reach, and nowhere for what price cannot close", () => {
    const { rungs, never, seen } = estimator.sharesOfSeen(LONG, [long(0.8, { entryLeverage: 1.24 }), long(0, { liquidationPrice: undefined, size: 3 })], 0.3);
    expect(rungs).toEqual([[1.2, 0.25]]);
    expect(never).toBe(0.75);
    expect(seen).toBe(0.3);
  });

  it("adds up to what was seen, and changes nothing of the estimate", () => {
    const before = Buffer.from(estimator.save());
    const { rungs, never } = estimator.sharesOfSeen(LONG, [long(0.1), long(0.2, { size: 5 }), long(0.7), long(0, { liquidationPrice: undefined })], 0.5);
    expect(rungs.reduce((sum, [, share]) => sum + share, never)).toBeCloseTo(1, 12);
    expect(Buffer.from(estimator.save())).toEqual(before);
  });

  it("makes the map stand there when told, the more so the more was seen", () => {
    const shareNear = (seen: number | undefined) => {
      const told = standingMarket();
      if (seen !== undefined) {
        const shares = told.sharesOfSeen(LONG, [long(0.2)], seen);
        const start = asMs(Date.UTC(2026, 0, 15));
        const candle = { open: MARK, high: MARK, low: MARK, close: MARK, volume: undefined, takerBuyVolume: undefined };
        const step = { durationMs: HOUR_MS, candle, mark: undefined, openInterest: undefined, funding: [], printed: undefined };
        told.step({ ...step, start, leverage: { time: asMs(start + HOUR_MS), longShares: shares, shortShares: { rungs: [], never: 0, seen: 0 } } });
        told.step({ ...step, start: asMs(start + HOUR_MS) });
      }
      const { usd, firstRow, rowCount } = told.snapshot();
      const priceOf = (row: number) => Math.exp((firstRow + row) * Math.log(1.0002));
      let [near, all] = [0, 0];
      for (let i = 0; i < (usd.length / 2 / rowCount) * rowCount; i++) {
        const distance = 1 - priceOf(i % rowCount) / MARK;
        all += usd[i];
        if (distance > 0.15 && distance < 0.25) near += usd[i];
      }
      return near / all;
    };
    const [untold, third, whole] = [shareNear(undefined), shareNear(0.3), shareNear(1)];
    expect(third).toBeGreaterThan(1.3 * untold);
    expect(whole).toBeGreaterThan(third + 0.1);
  });
});
