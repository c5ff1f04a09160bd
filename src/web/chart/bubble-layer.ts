import type { IPrimitivePaneRenderer, ISeriesPrimitive, SeriesAttachedParameter } from "lightweight-charts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { type RealisedCell, realisedUsd } from "#core/realised.ts";
import { type Bubble, type BubbleStyle, bubblesInSight, cellUnder } from "./bubbles.ts";
import { type HeatGrid, projectionOf, sightOf } from "./chart-sight.ts";
import { paintBubbles } from "./paint-bubbles.ts";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** Realised liquidations over the heat and under the candles: a layer of its own, which no heat is ever added to. */
export interface BubbleLayer {
  readonly primitive: ISeriesPrimitive;
  setGrid(grid: HeatGrid): void;
  setCells(cells: readonly RealisedCell[]): void;
  setStyle(style: BubbleStyle): void;
  /** The cell whose bubble was last drawn under a point of the pane, in CSS pixels. */
  cellAt(point: { x: number; y: number }): RealisedCell | undefined;
}

export function createBubbleLayer(): BubbleLayer {
  let host: SeriesAttachedParameter | undefined;
  let grid: HeatGrid | undefined;
  let cells: readonly RealisedCell[] = [];
  let style: BubbleStyle | undefined;
  let drawn: readonly Bubble[] = [];

  function draw(target: DrawTarget): void {
    drawn = [];
    if (!host || !grid || !style || style.sides.length === 0 || cells.length === 0) return;
    const { chart, series } = host;
    const at = grid;
    const look = style;
    target.useBitmapCoordinateSpace(({ context, mediaSize, horizontalPixelRatio }) => {
      const sight = sightOf({ chart, series, grid: at, height: mediaSize.height });
      if (!sight) return;
      const projection = projectionOf(chart, series, at.firstColumn);
      drawn = bubblesInSight({ cells, style: look, sight, projection, rowsPerCell: HEAT_LEVELS[at.level].rowsPerCell });
      paintBubbles(context, drawn, horizontalPixelRatio);
    });
  }

  const renderer: IPrimitivePaneRenderer = { draw };
  const views = [{ zOrder: () => "bottom" as const, renderer: () => renderer }];
  const renew = () => host?.requestUpdate();
  return {
    primitive: {
      attached: (param) => void (host = param),
      detached: () => void (host = undefined),
      paneViews: () => views,
    },
    setGrid(next) {
      if (next.level !== grid?.level) cells = [];
      grid = next;
      renew();
    },
    setCells(next) {
      // The largest first: small ones then lie on top.
      cells = next.toSorted((a, b) => realisedUsd(b) - realisedUsd(a));
      renew();
    },
    setStyle(next) {
      style = next;
      renew();
    },
    cellAt: (point) => cellUnder(drawn, point),
  };
}
