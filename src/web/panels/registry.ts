import { changesPanel } from "./changes/panel.ts";
import { clustersPanel } from "./clusters/panel.ts";
import { cumulativePanel } from "./cumulative/panel.ts";
import { exchangesPanel } from "./exchanges/panel.ts";
import { longShortPanel } from "./long-short/panel.ts";
import { ordersPanel } from "./orders/panel.ts";
import { overviewPanel } from "./overview/panel.ts";
import type { AnyPanel } from "./panel.ts";
import { tapePanel } from "./tape/panel.ts";

/** Every panel, in the order of the tabs. A new one is a folder and a line here. */
export const PANELS: readonly AnyPanel[] = [
  clustersPanel,
  longShortPanel,
  cumulativePanel,
  exchangesPanel,
  ordersPanel,
  tapePanel,
  changesPanel,
  overviewPanel,
];
