import type { IPrimitivePaneRenderer, ISeriesPrimitive, SeriesAttachedParameter } from "lightweight-charts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { Sweep } from "#web/data/find-sweeps.ts";
import { type HeatGrid, projectionOf, sightOf } from "./chart-sight.ts";
import { paintSweeps } from "./paint-sweeps.ts";
import { type ChosenSweep, type SweepMark, chooseSweeps, marksInSight, sweepUnder } from "./sweep-marks.ts";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

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
  let host: SeriesAttachedParameter | undefined;
  let grid: HeatGrid | undefined;
  let sweeps: readonly Sweep[] = [];
  let sides: readonly PositionSide[] = [];
  let chosen: { readonly key: string; readonly sweeps: readonly ChosenSweep[] } | undefined;
  let drawn: readonly SweepMark[] = [];

  function draw(target: DrawTarget): void {
    drawn = [];
    if (!host || !grid || sweeps.length === 0 || sides.length === 0) return;
    const { chart, series } = host;
    const at = grid;
    target.useBitmapCoordinateSpace(({ context, mediaSize, bitmapSize, horizontalPixelRatio }) => {
      const sight = sightOf({ chart, series, grid: at, height: mediaSize.height });
      if (!sight) return;
      const projection = projectionOf(chart, series, at.firstColumn);
      const { rowsPerCell } = HEAT_LEVELS[at.level];
      const width = (projection.xOfColumn(1) ?? 0) - (projection.xOfColumn(0) ?? 0);
      const height = ((projection.yOfRow(0) ?? 0) - (projection.yOfRow(rowsPerCell * 1_000) ?? 0)) / 1_000;
      // Zoom in steps of a few per cent: nothing is chosen anew for the last digits of a pan.
      const key = `${Math.round(Math.log(width) * 20)} ${Math.round(Math.log(height) * 20)}`;
      if (chosen?.key !== key) chosen = { key, sweeps: chooseSweeps(sweeps, { width, height }) };
      drawn = marksInSight({ chosen: chosen.sweeps, sides, sight, projection, rowsPerCell });
      paintSweeps(context, drawn, { ratio: horizontalPixelRatio, width: bitmapSize.width });
    });
  }

  function renew(): void {
    chosen = undefined;
    host?.requestUpdate();
  }

  const renderer: IPrimitivePaneRenderer = { draw };
  const views = [{ zOrder: () => "normal" as const, renderer: () => renderer }];
  return {
    primitive: {
      attached: (param) => void (host = param),
      detached: () => void (host = undefined),
      paneViews: () => views,
    },
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
