import { planeOf, type HeatSnapshot } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { priceAt, rowCentre } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { MarkSource } from "#engine/estimator.ts";
import type { MapBands, SideBands } from "#engine/uncertainty/map-bands.ts";

/** Writes maps as docs/history-files.md has them. A year of hourly maps is 60 million rows, so the text is put together by hand. */
export type SnapshotWriter = (time: number, snapshot: HeatSnapshot, of: { readonly markSource: MarkSource; readonly bands: MapBands | undefined }) => string;

/** Rows that hold less than a cent are left out; amounts are whole dollars from a thousand on. */
export function createSnapshotWriter(): SnapshotWriter {
  const prices = new Map<number, string>();
  const priceOf = (row: number): string => {
    const known = prices.get(row);
    if (known !== undefined) return known;
    const text = String(Number(rowCentre(row).toPrecision(10)));
    prices.set(row, text);
    return text;
  };
  return (time, snapshot, { markSource, bands }) => {
    const { mark, openInterest, openInterestUsd, explainedShare } = snapshot;
    const head = JSON.stringify({
      time,
      mark,
      openInterest,
      openInterestUsd: cents(openInterestUsd),
      explainedShare: Number(explainedShare.toFixed(4)),
      markSource,
    });
    const extension = bands ? `,"bands":[${bandsOf(bands).join(",")}]` : "";
    return `${head.slice(0, -1)},"levels":[${levelsOf(snapshot, priceOf).join(",")}]${extension}}`;
  };
}

function levelsOf({ firstRow, rowCount, usd }: HeatSnapshot, priceOf: (row: number) => string): readonly string[] {
  const levels: string[] = [];
  const tiers = TIERS.map((tier, index) => ({ name: `"${tier}":`, long: planeOf(LONG, index) * rowCount, short: planeOf(SHORT, index) * rowCount }));
  for (let row = 0; row < rowCount; row++) {
    let long = 0;
    let short = 0;
    for (const tier of tiers) {
      long += usd[tier.long + row];
      short += usd[tier.short + row];
    }
    if (long + short < 0.01) continue;
    const byTier = tiers.map((tier) => tier.name + dollars(usd[tier.long + row] + usd[tier.short + row])).join(",");
    levels.push(`{"price":${priceOf(firstRow + row)},"longUsd":${dollars(long)},"shortUsd":${dollars(short)},"byTier":{${byTier}}}`);
  }
  return levels;
}

/** Bins of 20 bps; `price` is the bin's centre. */
function bandsOf({ firstBin, binCount, rowsPerBin, long, short }: MapBands): readonly string[] {
  const bands: string[] = [];
  for (let bin = 0; bin < binCount; bin++) {
    if (long.usd[bin] + short.usd[bin] < 0.01) continue;
    const price = Number(priceAt((firstBin + bin + 0.5) * rowsPerBin).toPrecision(10));
    bands.push(`{"price":${price},${bandSide("long", long, bin)},${bandSide("short", short, bin)}}`);
  }
  return bands;
}

function bandSide(name: string, { usd, p10, p90, confidence }: SideBands, bin: number): string {
  return `"${name}Usd":${dollars(usd[bin])},"${name}P10":${dollars(p10[bin])},"${name}P90":${dollars(p90[bin])},"${name}Confidence":${Number(confidence[bin].toFixed(3))}`;
}

const dollars = (usd: number): number => (usd < 1000 ? cents(usd) : Math.round(usd));

export const cents = (usd: number): number => Math.round(usd * 100) / 100;
