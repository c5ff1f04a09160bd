import type { OverviewRow } from "#wire/overview.ts";

/** Where more would be forced close to the price: 1 all longs below, -1 all shorts above, 0 as much of either; undefined while nothing is known. */
export function leanOf({ longUsd, shortUsd }: Pick<OverviewRow, "longUsd" | "shortUsd">): number | undefined {
  if (longUsd === null || shortUsd === null || longUsd + shortUsd === 0) return undefined;
  return (longUsd - shortUsd) / (longUsd + shortUsd);
}
