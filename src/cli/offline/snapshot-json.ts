import { PLANE_COUNT, planeOf, type HeatSnapshot } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowCentre } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";

/** A map as contracts.md section 1 writes it. Rows that hold less than a cent are left out. */
export interface SnapshotJson {
  readonly time: number;
  readonly mark: number;
  readonly openInterest: number;
  readonly openInterestUsd: number;
  readonly explainedShare: number;
  readonly levels: readonly LevelJson[];
}

export interface LevelJson {
  readonly price: number;
  readonly longUsd: number;
  readonly shortUsd: number;
  readonly byTier: Readonly<Record<string, number>>;
}

export function snapshotJson(time: number, { mark, openInterest, openInterestUsd, explainedShare, firstRow, rowCount, usd }: HeatSnapshot): SnapshotJson {
  const levels: LevelJson[] = [];
  for (let row = 0; row < rowCount; row++) {
    let total = 0;
    for (let plane = 0; plane < PLANE_COUNT; plane++) total += usd[plane * rowCount + row];
    if (total < 0.01) continue;
    const at = (side: typeof LONG | typeof SHORT, tier: number) => usd[planeOf(side, tier) * rowCount + row];
    const sum = (side: typeof LONG | typeof SHORT) => TIERS.reduce((all, _, tier) => all + at(side, tier), 0);
    levels.push({
      price: Number(rowCentre(firstRow + row).toPrecision(10)),
      longUsd: cents(sum(LONG)),
      shortUsd: cents(sum(SHORT)),
      byTier: Object.fromEntries(TIERS.map((tier, index) => [tier, cents(at(LONG, index) + at(SHORT, index))])),
    });
  }
  return { time, mark, openInterest, openInterestUsd: cents(openInterestUsd), explainedShare: Number(explainedShare.toFixed(4)), levels };
}

export const cents = (usd: number): number => Math.round(usd * 100) / 100;
