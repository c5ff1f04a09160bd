import { type HeatSnapshot, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { type MapSpread, spreadBetween } from "./map-spread.ts";
import { type Band, bandOf } from "./spread-quantile.ts";

/** One side of a 20-bps bin of the map: the estimate and the band around it, USD. */
export interface SideBand extends Band {
  readonly usd: number;
}

/** A 20-bps bin of price rows [fromRow, toRow). */
export interface BinBand {
  readonly fromRow: number;
  readonly toRow: number;
  readonly long: SideBand;
  readonly short: SideBand;
}

/** Bands of every bin that holds anything and lies wholly within the map, lowest first. */
export function mapBands(snapshot: HeatSnapshot, spread: MapSpread): BinBand[] {
  const usd = [binSide(snapshot, spread, LONG), binSide(snapshot, spread, SHORT)] as const;
  const bands: BinBand[] = [];
  const { firstBin, binCount, rowsPerBin } = spread;
  for (let bin = 0; bin < binCount; bin++) {
    if (usd[LONG][bin] === 0 && usd[SHORT][bin] === 0) continue;
    const rows = { fromRow: (firstBin + bin) * rowsPerBin, toRow: (firstBin + bin + 1) * rowsPerBin };
    if (rows.fromRow < snapshot.firstRow || rows.toRow > snapshot.firstRow + snapshot.rowCount) continue;
    const ofSide = (side: 0 | 1): SideBand => ({ usd: usd[side][bin], ...bandOf(usd[side][bin], spreadBetween(spread, { side, ...rows })) });
    bands.push({ ...rows, long: ofSide(LONG), short: ofSide(SHORT) });
  }
  return bands;
}

function binSide({ firstRow, rowCount, usd }: HeatSnapshot, { firstBin, binCount, rowsPerBin }: MapSpread, side: 0 | 1): Float64Array {
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
