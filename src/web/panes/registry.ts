import { cvdPane } from "./cvd/pane.ts";
import { fundingPane } from "./funding/pane.ts";
import { liquidationsPane } from "./liquidations/pane.ts";
import { openInterestPane } from "./open-interest/pane.ts";
import type { Pane } from "./pane.ts";
import { ratioPane } from "./ratio/pane.ts";
import { volatilityPane } from "./volatility/pane.ts";
import { volumePane } from "./volume/pane.ts";

/** Every pane, from the map down. A new one is a folder and a line here. */
export const PANES: readonly Pane[] = [openInterestPane, cvdPane, fundingPane, liquidationsPane, volumePane, ratioPane, volatilityPane];
