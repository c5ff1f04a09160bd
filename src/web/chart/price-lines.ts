import { type IPriceLine, type ISeriesApi, LineStyle, type SeriesType } from "lightweight-charts";
import { THEME } from "./theme.ts";

/** A price that a person watches. */
export interface WatchedPrice {
  readonly price: number;
  /** What stands beside it at the axis. */
  readonly words: string;
}

export interface PriceLines {
  set(lines: readonly WatchedPrice[]): void;
  /** The theme has changed. */
  renewLook(): void;
}

/** Lines across the whole map at prices that a person chose, each with its label on the axis. */
export function createPriceLines(series: ISeriesApi<SeriesType>): PriceLines {
  const drawn = new Map<number, { readonly line: IPriceLine; words: string }>();

  function set(lines: readonly WatchedPrice[]): void {
    const wanted = new Set(lines.map(({ price }) => price));
    for (const [price, { line }] of drawn) {
      if (wanted.has(price)) continue;
      series.removePriceLine(line);
      drawn.delete(price);
    }
    for (const { price, words } of lines) {
      const there = drawn.get(price);
      if (!there) drawn.set(price, { line: series.createPriceLine({ price, title: words, lineWidth: 1, lineStyle: LineStyle.Solid, ...colours() }), words });
      else if (there.words !== words) {
        there.words = words;
        there.line.applyOptions({ title: words });
      }
    }
  }

  return {
    set,
    renewLook() {
      for (const { line } of drawn.values()) line.applyOptions(colours());
    },
  };
}

const colours = () => ({ color: THEME.crosshair, axisLabelColor: THEME.crosshair, axisLabelTextColor: THEME.surface });
