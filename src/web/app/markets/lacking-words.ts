import type { LackSpan } from "#web/chart/paint-lacking.ts";
import { formatStretch, formatTime, formatZone } from "#web/ui/format.ts";
import type { Lack } from "./lacking-members.ts";

/** A stretch without some members as the map tells it, whose last column ends at `lastMs`. */
export const lackSpan = ({ fromMs, toMs, names }: Lack, lastMs: number): LackSpan => ({
  fromMs,
  toMs: toMs ?? lastMs,
  lasts: toMs === undefined,
  words: `without ${names.join(", ")} ${toMs === undefined ? `since ${formatTime(fromMs)} ${formatZone(fromMs)}` : formatStretch(fromMs, toMs)}`,
});
