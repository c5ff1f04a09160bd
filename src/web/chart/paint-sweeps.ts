import type { PositionSide } from "#core/position-side.ts";
import { formatUsd } from "#web/ui/format.ts";
import { MARK_RADIUS, type SweepMark } from "./sweep-marks.ts";
import { THEME } from "./theme.ts";

const COLOURS = { long: "longs", short: "shorts" } as const satisfies Record<PositionSide, keyof typeof THEME>;

/** A diamond a sweep, hollow and edged dark, so that it is neither taken for a bubble nor lost on bright heat; the largest with their dollars. */
export function paintSweeps(context: CanvasRenderingContext2D, marks: readonly SweepMark[], { ratio, width }: { ratio: number; width: number }): void {
  context.save();
  context.lineJoin = "round";
  for (const mark of marks) if (mark.isTold) paintDollars(context, mark, { ratio, width });
  for (const { x, y, of } of marks) {
    const [middle, centre, radius] = [Math.round(x * ratio), Math.round(y * ratio), MARK_RADIUS * ratio];
    context.beginPath();
    context.moveTo(middle, centre - radius);
    context.lineTo(middle + radius, centre);
    context.lineTo(middle, centre + radius);
    context.lineTo(middle - radius, centre);
    context.closePath();
    context.strokeStyle = THEME.surface;
    context.lineWidth = 4 * ratio;
    context.stroke();
    context.fillStyle = THEME.surface;
    context.fill();
    context.strokeStyle = THEME[COLOURS[of.side]];
    context.lineWidth = 2 * ratio;
    context.stroke();
  }
  context.restore();
}

/** On a plate beside the mark: where there is room at its right, else at its left. */
function paintDollars(context: CanvasRenderingContext2D, { x, y, of }: SweepMark, { ratio, width }: { ratio: number; width: number }): void {
  const text = formatUsd(of.usd);
  context.font = `${11 * ratio}px ${THEME.font}`;
  const plate = context.measureText(text).width + 8 * ratio;
  const beside = (MARK_RADIUS + 4) * ratio;
  const right = x * ratio + beside;
  const left = right + plate > width ? x * ratio - beside - plate : right;
  context.fillStyle = `${THEME.surface}cc`;
  context.fillRect(Math.round(left), Math.round((y - 8) * ratio), Math.round(plate), Math.round(16 * ratio));
  context.fillStyle = THEME[COLOURS[of.side]];
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, Math.round(left) + 4 * ratio, Math.round(y * ratio) + 0.5 * ratio);
}
