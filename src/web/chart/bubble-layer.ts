import type { ISeriesPrimitive } from "lightweight-charts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { type RealisedCell, realisedUsd } from "#core/realised.ts";
import { createBubblePainter } from "./bubble-picture.ts";
import { type BubbleScene, type BubbleStyle, bubblesInSight, cellPlacesOf, cellUnder } from "./bubbles.ts";
import type { HeatGrid } from "./chart-sight.ts";
import { createPaneLayer, drawOnGrid } from "./pane-layer.ts";

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
  let grid: HeatGrid | undefined;
  let cells: readonly RealisedCell[] = [];
  let style: BubbleStyle | undefined;
  let drawn: BubbleScene | undefined;
  const painter = createBubblePainter();

  const layer = createPaneLayer({
    zOrder: "bottom",
    draw(target, host) {
      drawn = undefined;
      if (!grid || !style || style.sides.length === 0 || cells.length === 0) return painter.forget();
      const { rowsPerCell } = HEAT_LEVELS[grid.level];
      const look = style;
      drawOnGrid(target, host, grid, ({ context, horizontalPixelRatio, sight, projection }) => {
        const places = cellPlacesOf({ projection, sight, rowsPerCell });
        if (!places) return;
        drawn = { cells, style: look, sight, places };
        painter.paint(context, drawn, horizontalPixelRatio);
      });
    },
  });
  return {
    primitive: layer.primitive,
    setGrid(next) {
      if (next.level !== grid?.level) cells = [];
      grid = next;
      layer.renew();
    },
    setCells(next) {
      // The largest first: small ones then lie on top.
      cells = next.toSorted((a, b) => realisedUsd(b) - realisedUsd(a));
      layer.renew();
    },
    setStyle(next) {
      style = next;
      layer.renew();
    },
    cellAt: (point) => drawn && cellUnder(bubblesInSight(drawn), point),
  };
}
