import type { SideBar } from "#web/panes/pane.ts";

type Flow = Pick<SideBar, "volumeUsd" | "takerBuyUsd">;

/** Running total of what takers bought less what they sold, USD, from the first bar on; null, and nothing added, where either is not known. */
export function cumulativeDelta(bars: readonly Flow[]): readonly (number | null)[] {
  let totalUsd = 0;
  return bars.map(({ volumeUsd, takerBuyUsd }) => {
    if (volumeUsd === null || takerBuyUsd === null) return null;
    return (totalUsd += 2 * takerBuyUsd - volumeUsd);
  });
}
