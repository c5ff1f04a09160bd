import { THEME } from "#web/chart/theme.ts";
import { labelWidth, paintLabel } from "#web/marks/label.ts";
import type { Mark, MarkFrame } from "#web/marks/mark.ts";
import { type Swing, swingPoints } from "./swing-points.ts";

const HOUR_MS = 3_600_000;
/** Longest first: where both turn, the longer one is told. */
const SPANS = [
  { spanMs: 24 * HOUR_MS, name: "1d", dash: [] },
  { spanMs: 4 * HOUR_MS, name: "4h", dash: [5, 4] },
] as const;

export const swingsMark: Mark = {
  id: "swings",
  title: "Swing highs and lows",
  hint: "Candles of 4 h (dashed) and 1 d (solid) that reached further than two on either side, until price went beyond them",
  needs: ["longBars"],
  of({ longBars }) {
    const swings = SPANS.flatMap(({ spanMs }) => swingPoints(longBars, spanMs));
    const told = swings.filter(({ kind, time }, index) => swings.findIndex((other) => other.kind === kind && other.time === time) === index);
    return (frame) => paintSwings(frame, told);
  },
};

/** Distance between the middles of two labels below which the second is left out, CSS pixels. */
const LABEL_GAP = 15;

function paintSwings(frame: MarkFrame, swings: readonly Swing[]): void {
  const labelled: number[] = [];
  for (const swing of swings) {
    const y = frame.yOf(swing.price);
    const left = Math.max(0, frame.xOf(swing.time));
    const right = Math.min(frame.width, swing.brokenAt === undefined ? frame.width : frame.xOf(swing.brokenAt));
    if (y === undefined || y < 0 || y > frame.height || right <= left) continue;
    paintLine(frame, swing, { y, left, right });
    const isFree = labelled.every((other) => Math.abs(other - y) >= LABEL_GAP * frame.ratio);
    if (swing.brokenAt !== undefined || !isFree) continue;
    labelled.push(y);
    const text = `${nameOf(swing)} ${swing.kind}`;
    paintLabel(frame, { text, x: frame.width - labelWidth(frame, text) - 2 * frame.ratio, y });
  }
}

function paintLine({ context, ratio }: MarkFrame, { spanMs, brokenAt }: Swing, { y, left, right }: { y: number; left: number; right: number }): void {
  const line = Math.round(y) + (Math.round(ratio) % 2) / 2;
  context.save();
  context.setLineDash((SPANS.find((span) => span.spanMs === spanMs)?.dash ?? []).map((part) => part * ratio));
  context.lineWidth = Math.max(1, Math.round(ratio));
  context.strokeStyle = brokenAt === undefined ? THEME.candleEdge : `${THEME.crosshair}80`;
  context.beginPath();
  context.moveTo(left, line);
  context.lineTo(right, line);
  context.stroke();
  context.restore();
}

const nameOf = ({ spanMs }: Swing): string => SPANS.find((span) => span.spanMs === spanMs)?.name ?? "";
