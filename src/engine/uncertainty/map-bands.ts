import { type StockSnapshot, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";
import type { MapSpread } from "./map-spread.ts";
import { Z90, confidenceOf, spreadQuantile } from "./spread-quantile.ts";
import type { BinWindow } from "./weight-spread.ts";

/** One side of the map per 20-bps bin: the estimate and the band around it, in USD; confidence 0 to 1, see confidenceOf. */
export interface SideBands {
  readonly usd: Float64Array;
  readonly p10: Float64Array;
  readonly p90: Float64Array;
  readonly confidence: Float64Array;
}

export interface MapBands extends BinWindow {
  readonly long: SideBands;
  readonly short: SideBands;
}

/** The bands of every bin of a map. The estimate in a bin is the sum of the snapshot's rows in it: bands never move the map. */
export function mapBands(snapshot: StockSnapshot, spread: MapSpread): MapBands {
  const { firstBin, binCount, rowsPerBin } = spread;
  return { firstBin, binCount, rowsPerBin, long: sideBands(snapshot, spread, LONG), short: sideBands(snapshot, spread, SHORT) };
}

function sideBands(snapshot: StockSnapshot, { firstBin, binCount, rowsPerBin, variance, lean, positionUsd }: MapSpread, side: 0 | 1): SideBands {
  const usd = binSide(snapshot, { firstBin, binCount, rowsPerBin }, side);
  const bands = { usd, p10: new Float64Array(binCount), p90: new Float64Array(binCount), confidence: new Float64Array(binCount) };
  const spread = { variance: 0, lean, positionUsd };
  for (let bin = 0; bin < binCount; bin++) {
    if (usd[bin] === 0) continue;
    spread.variance = variance[side][bin];
    const p10 = spreadQuantile(usd[bin], spread, -Z90);
    const p90 = spreadQuantile(usd[bin], spread, Z90);
    bands.p10[bin] = p10;
    bands.p90[bin] = p90;
    bands.confidence[bin] = confidenceOf(p10, p90);
  }
  return bands;
}

function binSide({ firstRow, rowCount, usd }: StockSnapshot, { firstBin, binCount, rowsPerBin }: BinWindow, side: 0 | 1): Float64Array {
  const bins = new Float64Array(binCount);
  for (let tier = 0; tier < TIER_COUNT; tier++) {
    const plane = planeOf(side, tier) * rowCount;
    for (let bin = 0; bin < binCount; bin++) {
      const from = Math.max(0, (firstBin + bin) * rowsPerBin - firstRow);
      const to = Math.min(rowCount, (firstBin + bin + 1) * rowsPerBin - firstRow);
      let sum = 0;
      for (let row = from; row < to; row++) sum += usd[plane + row];
      bins[bin] += sum;
    }
  }
  return bins;
}
