import { THEME } from "#web/chart/theme.ts";
import { labelWidth } from "./label.ts";
import type { MarkFrame } from "./mark.ts";

/** Stretches of time along the lower edge of the map. Lane 0 is the lowest. */
export interface LaneSpan {
  readonly lane: number;
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const LANE_HEIGHT = 15;
/** Columns longer than this cannot show hours. */
const LONGEST_COLUMN_MS = 2 * 3_600_000;

/** Whether a map of such columns can show stretches of hours. */
export const canShowHours = (columnMs: number): boolean => columnMs <= LONGEST_COLUMN_MS;

/** One plate a span, with its name where it fits: shapes and words, no colour. */
export function paintLaneSpan(frame: MarkFrame, { lane, name, fromMs, toMs }: LaneSpan): void {
  const { context, ratio, width } = frame;
  const left = Math.max(-2, Math.round(frame.xOf(fromMs)));
  const right = Math.min(width + 2, Math.round(frame.xOf(toMs)));
  if (right - left < 2 * ratio) return;
  const top = Math.round(frame.height - (lane + 1) * LANE_HEIGHT * ratio);
  const height = Math.round((LANE_HEIGHT - 1) * ratio);
  context.fillStyle = `${THEME.surface}b8`;
  context.fillRect(left, top, right - left - ratio, height);
  context.fillStyle = THEME.muted;
  context.fillRect(left, top, Math.max(1, Math.round(ratio)), height);
  context.fillRect(left, top, right - left - ratio, Math.max(1, Math.round(ratio)));
  if (labelWidth(frame, name) > right - left - ratio) return;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(name, Math.max(left, 0) + 5 * ratio, top + height / 2 + ratio);
}
