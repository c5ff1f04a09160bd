import { TIER_COUNT } from "#core/tier.ts";
import { type HeatSnapshot, planeOf } from "#core/heat-column.ts";
import type { Estimator } from "#engine/estimator.ts";
import { normalQuantile } from "#engine/normal.ts";
import { type BinGrid, type BookMap, binMap } from "#engine/score/bin-grid.ts";
import type { MapMaker } from "#engine/score/map-maker.ts";
import type { MapBand } from "#engine/score/map-score.ts";
import { type MapSpread, spreadBetween } from "#engine/uncertainty/map-spread.ts";
import { spreadQuantile } from "#engine/uncertainty/spread-quantile.ts";

/** The running estimate as a map to be scored. */
export function mapOfEstimator(estimator: Estimator): MapMaker {
  let reuse: HeatSnapshot | undefined;
  return {
    step: (input) => void estimator.step(input),
    map() {
      if (!estimator.ready) return undefined;
      reuse = estimator.snapshot(reuse);
      return bookMapOf(reuse);
    },
    band: () => (reuse ? bandOfMap(bookMapOf(reuse), estimator.spread()) : undefined),
  };
}

/** What the estimate says of the bins of any grid. */
function bandOfMap(map: BookMap, spread: MapSpread): MapBand {
  const quantile = (level: number, grid: BinGrid) => {
    const z = normalQuantile(level);
    return binMap(map, grid).map((usd, bin) => spreadQuantile(usd, spreadBetween(spread, { side: grid.side, ...grid.rowsOf(bin) }), z));
  };
  return { quantile, over: (grid) => ({ low: quantile(0.1, grid), high: quantile(0.9, grid) }) };
}

/** All tiers of a snapshot together. */
export function bookMapOf({ firstRow, rowCount, usd }: HeatSnapshot): BookMap {
  const sideOf = (side: 0 | 1) => {
    const rows = new Float64Array(rowCount);
    for (let tier = 0; tier < TIER_COUNT; tier++) {
      const plane = planeOf(side, tier) * rowCount;
      for (let row = 0; row < rowCount; row++) rows[row] += usd[plane + row];
    }
    return rows;
  };
  return { firstRow, usd: [sideOf(0), sideOf(1)] };
}
