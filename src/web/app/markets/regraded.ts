import { type Graded, underOtherFloor } from "#insight/reliability-floor.ts";
import type { OverviewRow } from "#wire/overview.ts";

/** A market under the floor of open interest that the person has set; undefined: as the server graded it. */
export const regraded = <Market extends Graded>(market: Market, floorUsd: number | undefined): Market =>
  floorUsd === undefined ? market : underOtherFloor(market, floorUsd);

/** The same of a line of the overview, with its letter. */
export function regradedRow(row: OverviewRow, floorUsd: number | undefined): OverviewRow {
  const { reliability, ...of } = regraded(row, floorUsd);
  return { ...of, reliability, grade: reliability?.grade ?? null };
}
