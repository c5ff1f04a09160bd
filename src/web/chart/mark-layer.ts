import type { IPrimitivePaneRenderer, ISeriesPrimitive, SeriesAttachedParameter } from "lightweight-charts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { rowCoordinate } from "#core/price-rows.ts";
import type { Mark, MarkData, MarkFrame, MarkPainter } from "#web/marks/mark.ts";
import { type HeatGrid, projectionOf, sightOf } from "./chart-sight.ts";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** The marks over heat and bubbles and under the candles. */
export interface MarkLayer {
  readonly primitive: ISeriesPrimitive;
  setMarks(marks: readonly Mark[]): void;
  setGrid(grid: HeatGrid): void;
  setData(data: Partial<MarkData>): void;
}

export function createMarkLayer(): MarkLayer {
  let host: SeriesAttachedParameter | undefined;
  let grid: HeatGrid | undefined;
  let marks: readonly Mark[] = [];
  let data: MarkData = { bars: [], level: 0, sideBars: [], longBars: [] };
  let painters: readonly MarkPainter[] | undefined;

  function draw(target: DrawTarget): void {
    if (!host || !grid || marks.length === 0) return;
    const { chart, series } = host;
    const at = grid;
    target.useBitmapCoordinateSpace(({ context, bitmapSize, mediaSize, horizontalPixelRatio, verticalPixelRatio }) => {
      const sight = sightOf({ chart, series, grid: at, height: mediaSize.height });
      if (!sight) return;
      const projection = projectionOf(chart, series, at.firstColumn);
      const { columnMs } = HEAT_LEVELS[at.level];
      const frame: MarkFrame = {
        context,
        ...bitmapSize,
        ratio: horizontalPixelRatio,
        sight,
        projection,
        xOf: (timeMs) => (projection.xOfColumn(timeMs / columnMs) ?? 0) * horizontalPixelRatio,
        yOf(price) {
          const y = projection.yOfRow(rowCoordinate(price));
          return y === undefined ? undefined : y * verticalPixelRatio;
        },
      };
      for (const paint of (painters ??= marks.map((mark) => mark.of(data)))) paint(frame);
    });
  }

  function renew(): void {
    painters = undefined;
    host?.requestUpdate();
  }

  const renderer: IPrimitivePaneRenderer = { draw };
  const views = [{ zOrder: () => "bottom" as const, renderer: () => renderer }];
  return {
    primitive: {
      attached: (param) => void (host = param),
      detached: () => void (host = undefined),
      paneViews: () => views,
    },
    setMarks(next) {
      marks = next;
      renew();
    },
    setGrid(next) {
      grid = next;
      renew();
    },
    setData(next) {
      data = { ...data, ...next };
      renew();
    },
  };
}
