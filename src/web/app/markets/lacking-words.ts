import type { LackSpan } from "#web/chart/paint-lacking.ts";
import { formatStretch, formatTime, formatZone } from "#web/ui/format.ts";
import type { Lack } from "./lacking-members.ts";

/** Where a map ends. */
export interface MapEnd {
  /** The end of its last closed column. */
  readonly lastMs: number;
  /** Another column forms after that; of stored history none does. */
  readonly forms: boolean;
}

/** A stretch without some members as the map tells it. */
export const lackSpan = ({ fromMs, toMs, names }: Lack, { lastMs, forms }: MapEnd): LackSpan => ({
  fromMs,
  toMs: toMs ?? (forms ? lastMs : lastMs - 1),
  lasts: toMs === undefined,
  words: `without ${names.join(", ")} ${toMs === undefined ? `since ${formatTime(fromMs)} ${formatZone(fromMs)}` : formatStretch(fromMs, toMs)}`,
});
