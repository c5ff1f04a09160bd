import type { ClusterConsensus } from "#insight/consensus.ts";
import { THEME } from "#web/chart/theme.ts";
import { labelWidth } from "#web/marks/label.ts";
import type { MarkFrame } from "#web/marks/mark.ts";

/** CSS pixels. */
const BRACKET = { width: 5, least: 7 };
const DOT = { radius: 3, pitch: 9 };
const PLATE_HEIGHT = 16;

/** At the right edge a bracket over each cluster's rows, dashed where one exchange holds it alone, and a dot an exchange. The largest are told first. */
export function paintConsensus(frame: MarkFrame, found: readonly ClusterConsensus[]): void {
  const { context, width, height, ratio } = frame;
  const told: number[] = [];
  context.save();
  for (const one of found) {
    const [top, bottom] = [frame.yOf(one.cluster.high), frame.yOf(one.cluster.low)];
    if (top === undefined || bottom === undefined || bottom < 0 || top > height) continue;
    const spare = Math.max(0, BRACKET.least * ratio - (bottom - top)) / 2;
    paintBracket(frame, one, { top: top - spare, bottom: bottom + spare });
    const middle = Math.min(height - PLATE_HEIGHT * ratio, Math.max(PLATE_HEIGHT * ratio, (top + bottom) / 2));
    if (told.some((other) => Math.abs(other - middle) < PLATE_HEIGHT * ratio)) continue;
    told.push(middle);
    paintDots(frame, one, { right: width - (BRACKET.width + 6) * ratio, middle });
  }
  context.restore();
}

function paintBracket({ context, width, ratio }: MarkFrame, { cluster, verdict }: ClusterConsensus, { top, bottom }: { top: number; bottom: number }): void {
  const right = width - 1.5 * ratio;
  const path = new Path2D();
  path.moveTo(right - BRACKET.width * ratio, top);
  path.lineTo(right, top);
  path.lineTo(right, bottom);
  path.lineTo(right - BRACKET.width * ratio, bottom);
  context.setLineDash([]);
  context.strokeStyle = `${THEME.surface}d0`;
  context.lineWidth = 4.5 * ratio;
  context.stroke(path);
  context.setLineDash(verdict === "alone" ? [3 * ratio, 2 * ratio] : []);
  context.strokeStyle = THEME[cluster.side === "long" ? "longsLine" : "shortsLine"];
  context.lineWidth = (verdict === "agreed" ? 2.5 : 1.5) * ratio;
  context.stroke(path);
  context.setLineDash([]);
}

/** A plate with the dots, and the name of who is alone. */
function paintDots(frame: MarkFrame, { holders, of, verdict }: ClusterConsensus, { right, middle }: { right: number; middle: number }): void {
  const { context, ratio } = frame;
  const name = verdict === "alone" ? holders[0] : "";
  const words = name ? labelWidth(frame, name) - 4 * ratio : 0;
  const dots = (of * DOT.pitch + 5) * ratio;
  const left = right - dots - words;
  context.fillStyle = `${THEME.surface}d0`;
  context.fillRect(left, middle - (PLATE_HEIGHT / 2) * ratio, dots + words, PLATE_HEIGHT * ratio);
  context.fillStyle = context.strokeStyle = THEME.text;
  context.lineWidth = 1.25 * ratio;
  for (let at = 0; at < of; at++) {
    context.beginPath();
    context.arc(left + words + (at * DOT.pitch + 7) * ratio, middle, DOT.radius * ratio, 0, 2 * Math.PI);
    if (at < holders.length) context.fill();
    context.stroke();
  }
  if (!name) return;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(name, left + 4 * ratio, middle + 0.5 * ratio);
}
