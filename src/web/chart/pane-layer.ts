import type { AutoscaleInfo, IPrimitivePaneRenderer, ISeriesPrimitive, PrimitivePaneViewZOrder, SeriesAttachedParameter } from "lightweight-charts";
import { type HeatGrid, projectionOf, sightOf } from "./chart-sight.ts";
import type { Projection, Sight } from "./sight.ts";

export type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];
type BitmapScope = Parameters<Parameters<DrawTarget["useBitmapCoordinateSpace"]>[0]>[0];

export interface PaneLayerParts {
  /** Under the candles, among them, or above everything. */
  readonly zOrder: PrimitivePaneViewZOrder;
  /** Called in each frame while the layer is on a chart. */
  readonly draw: (target: DrawTarget, host: SeriesAttachedParameter) => void;
  /** Prices that automatic scaling keeps in sight; null: none of its own. */
  readonly autoscale?: () => AutoscaleInfo | null;
}

/** One layer of the map, as the chart library takes it. */
export interface PaneLayer {
  readonly primitive: ISeriesPrimitive;
  /** Asks for a frame; does nothing while the layer is on no chart. */
  renew(): void;
}

export function createPaneLayer({ zOrder, draw, autoscale = () => null }: PaneLayerParts): PaneLayer {
  let host: SeriesAttachedParameter | undefined;
  const renderer: IPrimitivePaneRenderer = { draw: (target) => host && draw(target, host) };
  const views = [{ zOrder: () => zOrder, renderer: () => renderer }];
  return {
    primitive: {
      attached: (param) => void (host = param),
      detached: () => void (host = undefined),
      paneViews: () => views,
      autoscaleInfo: autoscale,
    },
    renew: () => host?.requestUpdate(),
  };
}

/** What a layer draws with: the canvas in device pixels, and where columns and rows lie on it. */
export interface GridFrame extends BitmapScope {
  readonly sight: Sight;
  readonly projection: Projection;
}

/** Draws nothing while no column is in sight. */
export function drawOnGrid(target: DrawTarget, { chart, series }: SeriesAttachedParameter, grid: HeatGrid, paint: (frame: GridFrame) => void): void {
  target.useBitmapCoordinateSpace((scope) => {
    const sight = sightOf({ chart, series, grid, height: scope.mediaSize.height });
    if (sight) paint({ ...scope, sight, projection: projectionOf(chart, series, grid.firstColumn) });
  });
}
