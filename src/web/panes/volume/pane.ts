import { THEME } from "#web/chart/theme.ts";
import { formatUsd } from "#web/ui/format.ts";
import type { Pane } from "#web/panes/pane.ts";

export const volumePane: Pane = {
  id: "volume",
  title: "Volume",
  hint: "Traded in each bar",
  absent: "no volume from every exchange here",
  plots: [{ kind: "bars", compute: (bars) => bars.map(({ volumeUsd }) => volumeUsd), colourOf: () => THEME.volume }],
  format: formatUsd,
  tick: 1,
};
