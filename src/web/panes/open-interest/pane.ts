import { THEME } from "#web/chart/theme.ts";
import { formatUsd } from "#web/ui/format.ts";
import type { Pane, SideBar } from "#web/panes/pane.ts";

export const openInterestPane: Pane = {
  id: "oi",
  title: "Open interest",
  hint: "All open positions, one side of them, at the end of each bar; where one exchange is not known there is no sum",
  absent: "not known of every exchange here",
  plots: [{ kind: "line", compute: (bars) => bars.map(knownIn), colourOf: () => THEME.text }],
  format: formatUsd,
  tick: 1_000,
};

/** The bar that forms has no price of its own yet. Any other without a value is one in which nobody told it: the line breaks there. */
function knownIn({ openInterestUsd }: SideBar, index: number, bars: readonly SideBar[]): number | null {
  return openInterestUsd ?? (index === bars.length - 1 ? (bars[index - 1]?.openInterestUsd ?? null) : null);
}
