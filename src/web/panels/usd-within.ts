import { planeOf } from "#core/heat-column.ts";
import { sideIndex } from "#core/position-side.ts";
import { TIERS } from "#core/tier.ts";
import type { Cluster } from "#insight/clusters.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { PanelFilters } from "./panel.ts";

/** USD between two rows; of a cell that reaches beyond them its share. */
export function usdWithin(
  { rowsPerCell, firstCell, cellCount, usd }: LevelsGrid,
  { tiers }: Pick<PanelFilters, "tiers">,
  { side, fromRow, toRow }: Pick<Cluster, "side" | "fromRow" | "toRow">,
): number {
  const planes = tiers.map((tier) => planeOf(sideIndex(side), TIERS.indexOf(tier)) * cellCount);
  const first = Math.max(0, Math.floor(fromRow / rowsPerCell) - firstCell);
  const end = Math.min(cellCount, Math.ceil(toRow / rowsPerCell) - firstCell);
  let sum = 0;
  for (let cell = first; cell < end; cell++) {
    const low = (firstCell + cell) * rowsPerCell;
    const share = (Math.min(toRow, low + rowsPerCell) - Math.max(fromRow, low)) / rowsPerCell;
    for (const plane of planes) sum += usd[plane + cell] * share;
  }
  return sum;
}
