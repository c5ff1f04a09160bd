import type { ISeriesPrimitive } from "lightweight-charts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { Sweep } from "#web/data/find-sweeps.ts";
import type { HeatGrid } from "./chart-sight.ts";
import { paintSweeps } from "./paint-sweeps.ts";
import { createPaneLayer, drawOnGrid } from "./pane-layer.ts";
import { type ChosenSweep, type SweepMark, chooseSweeps, marksInSight, sweepUnder } from "./sweep-marks.ts";

/** Where price went through a cluster, over the candles that did it. */
export interface SweepLayer {
  readonly primitive: ISeriesPrimitive;
  setGrid(grid: HeatGrid): void;
  setSweeps(sweeps: readonly Sweep[]): void;
  /** Sides whose marks are drawn; empty: none. */
  setSides(sides: readonly PositionSide[]): void;
  /** The sweep whose mark was last drawn under a point of the pane, in CSS pixels. */
  sweepAt(point: { x: number; y: number }): Sweep | undefined;
}

export function createSweepLayer(): SweepLayer {
  let grid: HeatGrid | undefined;
  let sweeps: readonly Sweep[] = [];
  let sides: readonly PositionSide[] = [];
  let chosen: { readonly key: string; readonly sweeps: readonly ChosenSweep[] } | undefined;
  let drawn: readonly SweepMark[] = [];

  const layer = createPaneLayer({
    zOrder: "normal",
    draw(target, host) {
      drawn = [];
      if (!grid || sweeps.length === 0 || sides.length === 0) return;
      const { rowsPerCell } = HEAT_LEVELS[grid.level];
      drawOnGrid(target, host, grid, ({ context, bitmapSize, horizontalPixelRatio, sight, projection }) => {
        const width = (projection.xOfColumn(1) ?? 0) - (projection.xOfColumn(0) ?? 0);
        const height = ((projection.yOfRow(0) ?? 0) - (projection.yOfRow(rowsPerCell * 1_000) ?? 0)) / 1_000;
        // Zoom in steps of a few per cent: nothing is chosen anew for the last digits of a pan.
        const key = `${Math.round(Math.log(width) * 20)} ${Math.round(Math.log(height) * 20)}`;
        if (chosen?.key !== key) chosen = { key, sweeps: chooseSweeps(sweeps, { width, height }) };
        drawn = marksInSight({ chosen: chosen.sweeps, sides, sight, projection, rowsPerCell });
        paintSweeps(context, drawn, { ratio: horizontalPixelRatio, width: bitmapSize.width });
      });
    },
  });

  function renew(): void {
    chosen = undefined;
    layer.renew();
  }

  return {
    primitive: layer.primitive,
    setGrid(next) {
      if (next.level !== grid?.level) sweeps = [];
      grid = next;
      renew();
    },
    setSweeps(next) {
      sweeps = next;
      renew();
    },
    setSides(next) {
      sides = next;
      renew();
    },
    sweepAt: (point) => sweepUnder(drawn, point),
  };
}
