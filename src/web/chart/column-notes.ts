import type { ColumnRun } from "./column-runs.ts";
import type { Projection } from "./sight.ts";
import { THEME } from "./theme.ts";

/** A stretch of time in which nobody listened. Epoch ms. */
export interface Hole {
  readonly fromMs: number;
  readonly toMs: number;
  /** Written where its columns are absent. */
  readonly words: string;
  /** All was missed, or open interest alone: then no column is absent because of it. */
  readonly of: "everything" | "open-interest";
}

export interface NotesInput {
  readonly holes: readonly Hole[];
  /** Columns that will be replaced. */
  readonly provisional: readonly ColumnRun[];
  readonly columnMs: number;
  readonly projection: Projection;
  /** Device pixels of the pane, and per CSS pixel. */
  readonly height: number;
  readonly ratio: number;
}

/** CSS pixels. */
const HOLE_HEIGHT = { everything: 5, "open-interest": 2 } as const satisfies Record<Hole["of"], number>;
const LINE_HEIGHT = 2;
const DASH = 4;

/** Along the foot of the map: an amber bar where nobody listened, even where all could be fetched afterwards, a thin one where open interest alone did not come, and a dashed line under columns that will be replaced. */
export function paintColumnNotes(context: CanvasRenderingContext2D, { holes, provisional, columnMs, projection, height, ratio }: NotesInput): void {
  const xOf = (column: number) => Math.round((projection.xOfColumn(column) ?? 0) * ratio);
  context.save();
  context.fillStyle = THEME.crosshair;
  const dash = Math.round(DASH * ratio);
  for (const { first, last } of provisional) {
    const [from, to] = [xOf(first), xOf(last + 1)];
    // On a grid of its own, so that dashes stand still while columns come.
    for (let x = Math.ceil(from / (2 * dash)) * 2 * dash; x < to; x += 2 * dash) {
      context.fillRect(x, height - LINE_HEIGHT * ratio, Math.min(dash, to - x), LINE_HEIGHT * ratio);
    }
  }
  context.fillStyle = THEME.staleText;
  for (const { fromMs, toMs, of } of holes) {
    const from = xOf(fromMs / columnMs);
    const width = Math.max(Math.round(2 * ratio), xOf(toMs / columnMs) - from);
    context.fillRect(from, height - HOLE_HEIGHT[of] * ratio, width, HOLE_HEIGHT[of] * ratio);
  }
  context.restore();
}

/** The hole that some columns lie in, if any: then they are not merely without an estimate. */
export function holeOf(holes: readonly Hole[], { first, last }: ColumnRun, columnMs: number): Hole | undefined {
  return holes.find(({ fromMs, toMs, of }) => of === "everything" && fromMs < (last + 1) * columnMs && toMs > first * columnMs);
}
