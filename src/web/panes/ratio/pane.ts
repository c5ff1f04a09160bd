import { THEME } from "#web/chart/theme.ts";
import type { Pane } from "#web/panes/pane.ts";
import { standing } from "#web/panes/standing.ts";
import { decimal } from "#web/ui/locale.ts";

export const ratioPane: Pane = {
  id: "ratio",
  title: "Long/short",
  hint: "Accounts that are long to accounts that are short, as the exchange counts them: heads, not dollars. Above 1 more are long",
  absent: "no ratio is published here",
  plots: [{ kind: "line", compute: (bars) => standing(bars.map(({ ratio }) => ratio)), colourOf: () => THEME.text }],
  format: (ratio) => decimal(ratio, 2),
  tick: 0.01,
};
