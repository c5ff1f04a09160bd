import { cumulativePanel } from "./cumulative/panel.ts";
import { longShortPanel } from "./long-short/panel.ts";
import type { AnyPanel } from "./panel.ts";

/** Every panel, in the order of the tabs. A new one is a folder and a line here. */
export const PANELS: readonly AnyPanel[] = [longShortPanel, cumulativePanel];
