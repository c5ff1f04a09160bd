import type { ISeriesPrimitive } from "lightweight-charts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { ClusterTrace } from "#web/data/trace-cluster.ts";
import type { HeatGrid } from "./chart-sight.ts";
import { type OutlineKind, paintOutline } from "./paint-outline.ts";
import { createPaneLayer, drawOnGrid } from "./pane-layer.ts";

/** Edges of the cluster under the pointer and of the one that was picked, over the heat and under the candles. */
export interface OutlineLayer {
  readonly primitive: ISeriesPrimitive;
  /** Another level's columns and cells are others: outlines go with the old one. */
  setGrid(grid: HeatGrid): void;
  setOutline(kind: OutlineKind, trace: ClusterTrace | undefined): void;
}

/** In the order in which they are drawn. */
const KINDS: readonly OutlineKind[] = ["picked", "hover"];

export function createOutlineLayer(): OutlineLayer {
  let grid: HeatGrid | undefined;
  const traces = new Map<OutlineKind, ClusterTrace>();

  const layer = createPaneLayer({
    zOrder: "bottom",
    draw(target, host) {
      if (!grid || traces.size === 0) return;
      const { rowsPerCell } = HEAT_LEVELS[grid.level];
      drawOnGrid(target, host, grid, ({ context, horizontalPixelRatio: ratio, sight, projection }) => {
        for (const kind of KINDS) {
          const trace = traces.get(kind);
          if (trace) paintOutline(context, { trace, kind, sight, projection, rowsPerCell, ratio });
        }
      });
    },
  });
  return {
    primitive: layer.primitive,
    setGrid(next) {
      if (next.level !== grid?.level) traces.clear();
      grid = next;
    },
    setOutline(kind, trace) {
      if (trace === traces.get(kind)) return;
      if (trace) traces.set(kind, trace);
      else traces.delete(kind);
      layer.renew();
    },
  };
}
