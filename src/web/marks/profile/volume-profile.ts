import { rowOf } from "#core/price-rows.ts";
import type { Bar } from "#web/chart/bars.ts";

/** Traded volume by price. Bin `i` covers the price rows from `(firstBin + i) x rowsPerBin` on. */
export interface VolumeProfile {
  readonly firstBin: number;
  readonly rowsPerBin: number;
  readonly usd: Float64Array;
  /** Index in `usd` of the bin where most was traded. */
  readonly mostAt: number;
}

export interface ProfileBar {
  readonly bar: Pick<Bar, "high" | "low">;
  readonly volumeUsd: number;
}

/** Volume of bars by price: a bar's is spread evenly over the rows between its low and its high, since nothing finer is known. Undefined without any. */
export function volumeProfile(bars: readonly ProfileBar[], rowsPerBin: number): VolumeProfile | undefined {
  if (bars.length === 0) return undefined;
  const binOf = (price: number) => Math.floor(rowOf(price) / rowsPerBin);
  const firstBin = bars.reduce((least, { bar }) => Math.min(least, binOf(bar.low)), Infinity);
  const lastBin = bars.reduce((most, { bar }) => Math.max(most, binOf(bar.high)), -Infinity);
  const usd = new Float64Array(lastBin - firstBin + 1);
  for (const { bar, volumeUsd } of bars)
    spread(usd, { volumeUsd, first: rowOf(bar.low) - firstBin * rowsPerBin, last: rowOf(bar.high) - firstBin * rowsPerBin }, rowsPerBin);
  const mostAt = usd.reduce((most, value, index) => (value > usd[most] ? index : most), 0);
  return { firstBin, rowsPerBin, usd, mostAt };
}

function spread(usd: Float64Array, { volumeUsd, first, last }: { volumeUsd: number; first: number; last: number }, rowsPerBin: number): void {
  const usdPerRow = volumeUsd / (last - first + 1);
  for (let bin = Math.floor(first / rowsPerBin); bin * rowsPerBin <= last; bin++) {
    const rows = Math.min(last, (bin + 1) * rowsPerBin - 1) - Math.max(first, bin * rowsPerBin) + 1;
    usd[bin] += rows * usdPerRow;
  }
}
