import type { ISeriesPrimitive, SeriesAttachedParameter } from "lightweight-charts";
import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import { type HeatGrid, projectionOf } from "./chart-sight.ts";
import { type Spot, paintPin, paintStretch } from "./paint-guides.ts";
import { createPaneLayer } from "./pane-layer.ts";

/** A point of the map that stays where it is when the level of detail changes. */
export interface Place {
  /** Epoch ms. */
  readonly timeMs: number;
  readonly price: number;
}

/** What a person has put on the map to read it by. */
export interface Guides {
  readonly pin?: Place | undefined;
  /** A measured stretch; `words` are its lines. */
  readonly stretch?: { readonly from: Place; readonly to: Place; readonly words: readonly string[] } | undefined;
}

export interface GuideLayer {
  readonly primitive: ISeriesPrimitive;
  setGrid(grid: HeatGrid): void;
  setGuides(guides: Guides): void;
}

/** The pinned crosshair and the measured stretch, above everything else of the map. */
export function createGuideLayer(): GuideLayer {
  let grid: HeatGrid | undefined;
  let guides: Guides = {};

  function spotOf({ timeMs, price }: Place, { chart, series }: SeriesAttachedParameter): Spot | undefined {
    if (!grid) return undefined;
    const column = columnIndexOf(HEAT_LEVELS[grid.level], timeMs);
    const x = projectionOf(chart, series, grid.firstColumn).xOfColumn(column + 0.5);
    const y = series.priceToCoordinate(price);
    return x === undefined || y === null ? undefined : { x, y };
  }

  const layer = createPaneLayer({
    zOrder: "top",
    draw(target, host) {
      const pin = guides.pin && spotOf(guides.pin, host);
      const from = guides.stretch && spotOf(guides.stretch.from, host);
      const to = guides.stretch && spotOf(guides.stretch.to, host);
      target.useMediaCoordinateSpace(({ context, mediaSize }) => {
        if (pin) paintPin(context, pin, mediaSize);
        if (from && to) paintStretch(context, { from, to, words: guides.stretch?.words ?? [], size: mediaSize });
      });
    },
  });
  return {
    primitive: layer.primitive,
    setGrid: (next) => void (grid = next),
    setGuides(next) {
      guides = next;
      layer.renew();
    },
  };
}
