import type { StockSnapshot } from "#core/heat-column.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { planeOf } from "#core/heat-column.ts";
import type { MapSpread } from "#engine/uncertainty/map-spread.ts";
import { rowsOfBasis } from "./combine-snapshots.ts";

export interface SpreadPart {
  readonly snapshot: StockSnapshot;
  readonly spread: MapSpread;
}

/**
 * What a sum of maps may be wrong by. The maps are made by one model from one prior, so their errors are taken to go together: the deviation of a
 * bin is the mean of the parts', weighted with the dollars that each holds there. That is wider than independent errors would be.
 */
export function combineSpreads(parts: readonly SpreadPart[], { firstRow, rowCount, mark }: Pick<StockSnapshot, "firstRow" | "rowCount" | "mark">): MapSpread {
  if (parts.length === 0) throw new Error("no map to combine");
  const { rowsPerBin } = parts[0].spread;
  const firstBin = Math.floor(firstRow / rowsPerBin);
  const binCount = Math.ceil((firstRow + rowCount) / rowsPerBin) - firstBin;
  const ofSide = (side: 0 | 1): Float64Array => {
    const deviation = new Float64Array(binCount);
    const weight = new Float64Array(binCount);
    for (const part of parts) addDeviations(part, { side, firstBin, mark, deviation, weight });
    return deviation.map((sum, bin) => (sum / weight[bin]) ** 2);
  };
  const usd = parts.reduce((sum, { snapshot }) => sum + snapshot.openInterestUsd, 0);
  const meanOf = (value: (spread: MapSpread) => number) => parts.reduce((sum, { snapshot, spread }) => sum + value(spread) * snapshot.openInterestUsd, 0) / usd;
  return {
    firstBin,
    binCount,
    rowsPerBin,
    variance: [ofSide(0), ofSide(1)],
    lean: meanOf(({ lean }) => lean),
    positionUsd: meanOf(({ positionUsd }) => positionUsd),
  };
}

/** So that a bin in which nobody holds anything still has the mean of all. */
const LEAST_WEIGHT = 1e-6;

interface Sums {
  readonly side: 0 | 1;
  readonly firstBin: number;
  readonly mark: number;
  readonly deviation: Float64Array;
  readonly weight: Float64Array;
}

function addDeviations({ snapshot, spread }: SpreadPart, { side, firstBin, mark, deviation, weight }: Sums): void {
  const { rowsPerBin, binCount, variance } = spread;
  const shift = rowsOfBasis(snapshot.mark, mark);
  for (let bin = 0; bin < deviation.length; bin++) {
    const firstRow = (firstBin + bin) * rowsPerBin - shift;
    const own = Math.min(binCount - 1, Math.max(0, Math.floor((firstRow + rowsPerBin / 2) / rowsPerBin) - spread.firstBin));
    const share = LEAST_WEIGHT * snapshot.openInterestUsd + usdBetween(snapshot, side, firstRow, firstRow + rowsPerBin);
    deviation[bin] += share * Math.sqrt(variance[side][own]);
    weight[bin] += share;
  }
}

function usdBetween({ firstRow, rowCount, usd }: StockSnapshot, side: 0 | 1, from: number, to: number): number {
  let sum = 0;
  for (let tier = 0; tier < TIER_COUNT; tier++) {
    const plane = planeOf(side, tier) * rowCount - firstRow;
    for (let row = Math.max(from, firstRow); row < Math.min(to, firstRow + rowCount); row++) sum += usd[plane + row];
  }
  return sum;
}
