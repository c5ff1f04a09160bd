import type { IPrimitivePaneRenderer, ISeriesPrimitive, SeriesAttachedParameter } from "lightweight-charts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { ClusterTrace } from "#web/data/trace-cluster.ts";
import { type HeatGrid, projectionOf, sightOf } from "./chart-sight.ts";
import { type OutlineKind, paintOutline } from "./paint-outline.ts";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

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
  let host: SeriesAttachedParameter | undefined;
  let grid: HeatGrid | undefined;
  const traces = new Map<OutlineKind, ClusterTrace>();

  function draw(target: DrawTarget): void {
    if (!host || !grid || traces.size === 0) return;
    const { chart, series } = host;
    const at = grid;
    target.useBitmapCoordinateSpace(({ context, mediaSize, horizontalPixelRatio: ratio }) => {
      const sight = sightOf({ chart, series, grid: at, height: mediaSize.height });
      if (!sight) return;
      const projection = projectionOf(chart, series, at.firstColumn);
      const { rowsPerCell } = HEAT_LEVELS[at.level];
      for (const kind of KINDS) {
        const trace = traces.get(kind);
        if (trace) paintOutline(context, { trace, kind, sight, projection, rowsPerCell, ratio });
      }
    });
  }

  const renderer: IPrimitivePaneRenderer = { draw };
  const views = [{ zOrder: () => "bottom" as const, renderer: () => renderer }];
  return {
    primitive: {
      attached: (param) => void (host = param),
      detached: () => void (host = undefined),
      paneViews: () => views,
    },
    setGrid(next) {
      if (next.level !== grid?.level) traces.clear();
      grid = next;
    },
    setOutline(kind, trace) {
      if (trace === traces.get(kind)) return;
      if (trace) traces.set(kind, trace);
      else traces.delete(kind);
      host?.requestUpdate();
    },
  };
}
