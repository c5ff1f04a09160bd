import { THEME } from "#web/chart/theme.ts";
import type { Pane } from "#web/panes/pane.ts";
import { VOLATILITY_BARS, realisedVolatility } from "./realised-volatility.ts";
import { decimal } from "#web/ui/locale.ts";

export const volatilityPane: Pane = {
  id: "volatility",
  title: "Volatility",
  hint: `Realised: what price moved over the last ${VOLATILITY_BARS} bars, as a rate a year`,
  absent: "too few bars are known",
  plots: [{ kind: "line", compute: realisedVolatility, colourOf: () => THEME.text }],
  format: (rate) => `${decimal(rate * 100, rate < 0.0995 ? 1 : 0)} %`,
  tick: 0.0001,
};
