import type { ISeriesPrimitive } from "lightweight-charts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { rowCoordinate } from "#core/price-rows.ts";
import type { Mark, MarkData, MarkFrame, MarkPainter } from "#web/marks/mark.ts";
import type { HeatGrid } from "./chart-sight.ts";
import { createPaneLayer, drawOnGrid } from "./pane-layer.ts";

/** The marks over heat and bubbles and under the candles. */
export interface MarkLayer {
  readonly primitive: ISeriesPrimitive;
  setMarks(marks: readonly Mark[]): void;
  setGrid(grid: HeatGrid): void;
  setData(data: Partial<MarkData>): void;
  /** Drawn above the marks; undefined: nothing is. */
  setOver(painter: MarkPainter | undefined): void;
}

export function createMarkLayer(): MarkLayer {
  let grid: HeatGrid | undefined;
  let marks: readonly Mark[] = [];
  let data: MarkData = { bars: [], level: 0, sideBars: [], longBars: [] };
  let over: MarkPainter | undefined;
  let painters: readonly MarkPainter[] | undefined;

  const layer = createPaneLayer({
    zOrder: "bottom",
    draw(target, host) {
      if (!grid || (marks.length === 0 && !over)) return;
      const { columnMs } = HEAT_LEVELS[grid.level];
      drawOnGrid(target, host, grid, ({ context, bitmapSize, horizontalPixelRatio, verticalPixelRatio, sight, projection }) => {
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
        over?.(frame);
      });
    },
  });

  function renew(): void {
    painters = undefined;
    layer.renew();
  }

  return {
    primitive: layer.primitive,
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
    setOver(painter) {
      over = painter;
      layer.renew();
    },
  };
}
