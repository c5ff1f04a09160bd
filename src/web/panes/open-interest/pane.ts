import { THEME } from "#web/chart/theme.ts";
import { formatUsd } from "#web/ui/format.ts";
import type { Pane } from "#web/panes/pane.ts";
import { openInterestLine, openInterestNote } from "./told-throughout.ts";

export const openInterestPane: Pane = {
  id: "oi",
  title: "Open interest",
  hint: "All open positions, one side of them, at the end of each bar, of the exchanges that tell it throughout",
  absent: "not known of any exchange here",
  note: openInterestNote,
  plots: [{ kind: "line", compute: openInterestLine, colourOf: () => THEME.text }],
  format: formatUsd,
  tick: 1_000,
};
