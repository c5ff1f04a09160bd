import { THEME } from "#web/chart/theme.ts";
import { formatUsd } from "#web/ui/format.ts";
import type { Pane } from "#web/panes/pane.ts";
import { standing } from "#web/panes/standing.ts";

export const openInterestPane: Pane = {
  id: "oi",
  title: "Open interest",
  hint: "All open positions, one side of them, at the end of each bar; where one exchange is not known there is no sum",
  absent: "not known of every exchange here",
  plots: [{ kind: "line", compute: (bars) => standing(bars.map(({ openInterestUsd }) => openInterestUsd)), colourOf: () => THEME.text }],
  format: formatUsd,
  tick: 1_000,
};
