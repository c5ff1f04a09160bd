import type { PositionSide } from "#core/position-side.ts";
import type { ClusterTrace } from "#web/data/trace-cluster.ts";
import { type Projection, type Sight, cellEdges, columnEdges } from "./sight.ts";
import { THEME } from "./theme.ts";

/** `hover`: under the pointer. `picked`: chosen, and there until it is let go. */
export type OutlineKind = "hover" | "picked";

export interface OutlineInput {
  readonly trace: Pick<ClusterTrace, "side" | "firstColumn" | "lastColumn" | "low" | "high">;
  readonly kind: OutlineKind;
  readonly sight: Sight;
  readonly projection: Projection;
  readonly rowsPerCell: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

const COLOURS = { long: "longsLine", short: "shortsLine" } as const satisfies Record<PositionSide, keyof typeof THEME>;

/** The edge of a cluster, on the very pixels of its cells: light in a dark casing, so that it stands out on any heat. */
export function paintOutline(context: CanvasRenderingContext2D, input: OutlineInput): void {
  const { trace, sight, kind, ratio } = input;
  const first = Math.max(trace.firstColumn, sight.firstColumn - 1);
  const last = Math.min(trace.lastColumn, sight.lastColumn + 1);
  if (first > last) return;
  const path = contourOf(input, { first, last });
  context.save();
  context.lineJoin = "miter";
  context.strokeStyle = `${THEME.surface}d0`;
  context.lineWidth = (kind === "picked" ? 5 : 4) * ratio;
  context.stroke(path);
  context.strokeStyle = THEME[COLOURS[trace.side]];
  context.lineWidth = (kind === "picked" ? 2 : 1.25) * ratio;
  context.stroke(path);
  context.restore();
}

/** Along the upper edges of its columns to the right, and along the lower ones back. */
function contourOf({ trace, projection, rowsPerCell, ratio }: OutlineInput, { first, last }: { first: number; last: number }): Path2D {
  const x = columnEdges({ projection, ratio });
  const y = cellEdges({ projection, rowsPerCell, ratio });
  const path = new Path2D();
  for (let column = first; column <= last; column++) {
    const top = y(trace.high[column - trace.firstColumn] + 1);
    path.lineTo(x(column), top);
    path.lineTo(x(column + 1), top);
  }
  for (let column = last; column >= first; column--) {
    const bottom = y(trace.low[column - trace.firstColumn]);
    path.lineTo(x(column + 1), bottom);
    path.lineTo(x(column), bottom);
  }
  path.closePath();
  return path;
}
