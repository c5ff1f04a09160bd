import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { ConsensusVerdict } from "#insight/consensus.ts";
import type { ShownConsensus } from "#web/app/session/consensus-feed.ts";
import { THEME } from "#web/chart/theme.ts";
import type { ConsensusRun } from "#web/data/map-consensus.ts";
import type { MarkFrame } from "#web/marks/mark.ts";

/** CSS pixels. */
const STYLES: Readonly<Record<Exclude<ConsensusVerdict, "nobody">, { readonly width: number; readonly dash: readonly number[] }>> = {
  agreed: { width: 2.5, dash: [] },
  divided: { width: 1.25, dash: [] },
  alone: { width: 1.5, dash: [4, 3] },
};

/** Through each cluster of the map a line along its middle: strong where most exchanges agreed on it, thin where some did, dashed where one stood alone. */
export function paintRuns(frame: MarkFrame, { level, runs }: ShownConsensus): void {
  const { context, ratio } = frame;
  context.save();
  context.lineJoin = "round";
  for (const run of runs) {
    if (run.verdict === "nobody") continue;
    const { width, dash } = STYLES[run.verdict];
    const path = lineOf(frame, run, HEAT_LEVELS[level].rowsPerCell);
    context.setLineDash([]);
    context.strokeStyle = `${THEME.surface}b0`;
    context.lineWidth = (width + 2) * ratio;
    context.stroke(path);
    context.setLineDash(dash.map((length) => length * ratio));
    context.strokeStyle = THEME[run.side === "long" ? "longsLine" : "shortsLine"];
    context.lineWidth = width * ratio;
    context.stroke(path);
  }
  context.restore();
}

function lineOf({ projection, ratio }: MarkFrame, { columns, middles, step }: ConsensusRun, rowsPerCell: number): Path2D {
  const path = new Path2D();
  columns.forEach((column, index) => {
    const y = (projection.yOfRow(middles[index] * rowsPerCell) ?? 0) * ratio;
    path.lineTo((projection.xOfColumn(column) ?? 0) * ratio, y);
    path.lineTo((projection.xOfColumn(column + step) ?? 0) * ratio, y);
  });
  return path;
}
