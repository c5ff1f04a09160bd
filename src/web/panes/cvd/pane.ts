import { THEME } from "#web/chart/theme.ts";
import { formatUsd } from "#web/ui/format.ts";
import type { Pane } from "#web/panes/pane.ts";
import { cumulativeDelta, takersNote } from "./cumulative-delta.ts";

export const cvdPane: Pane = {
  id: "cvd",
  title: "CVD",
  hint: "Cumulative volume delta: what takers bought less what they sold, added up from the oldest bar loaded",
  absent: "no exchange here says who the taker was",
  note: takersNote,
  plots: [{ kind: "line", compute: cumulativeDelta, colourOf: () => THEME.text }],
  format: (usd) => `${usd < 0 ? "−" : usd > 0 ? "+" : ""}${formatUsd(Math.abs(usd))}`,
  tick: 1_000,
};
