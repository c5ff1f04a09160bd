import type { ISeriesPrimitive, ISeriesPrimitiveAxisView, SeriesAttachedParameter } from "lightweight-charts";
import { decimal } from "#web/ui/locale.ts";
import { decimalsOfTicks, priceTicks } from "./price-ticks.ts";
import { THEME } from "./theme.ts";

export interface PriceAxis {
  readonly primitive: ISeriesPrimitive;
  /** The newest price has a label of its own, which no tick may touch. */
  setNewest(price: number | undefined): void;
  /** So have these. */
  setTaken(prices: readonly number[]): void;
}

/** Distance from the newest price's label within which a tick is left out, in CSS pixels. */
const LABEL_HEIGHT = 16;

/** Round labels on the logarithmic price axis; the library's own ticks are round in the logarithm only, and are hidden (chart-options.ts). */
export function createPriceAxis(): PriceAxis {
  let host: SeriesAttachedParameter | undefined;
  let newest: number | undefined;
  let taken: readonly number[] = [];
  let views: readonly ISeriesPrimitiveAxisView[] = [];

  function update(): void {
    if (!host) return;
    const { chart, series } = host;
    const height = chart.panes()[0].getHeight();
    const [low, high] = [series.coordinateToPrice(height), series.coordinateToPrice(0)];
    const ticks = low === null || high === null ? [] : priceTicks({ low, high, height });
    const labels = (newest === undefined ? taken : [newest, ...taken]).flatMap((price) => series.priceToCoordinate(price) ?? []);
    const digits = decimalsOfTicks(ticks);
    views = ticks.flatMap((price) => {
      const at = series.priceToCoordinate(price);
      const isFree = at !== null && at > 8 && at < height - 8 && labels.every((label) => Math.abs(at - label) > LABEL_HEIGHT);
      return isFree ? [tickView(at, decimal(price, digits))] : [];
    });
  }

  return {
    primitive: {
      attached: (param) => void (host = param),
      detached: () => void (host = undefined),
      updateAllViews: update,
      priceAxisViews: () => views,
    },
    setNewest: (price) => void (newest = price),
    setTaken: (prices) => void (taken = prices),
  };
}

const tickView = (at: number, text: string): ISeriesPrimitiveAxisView => ({
  coordinate: () => at,
  fixedCoordinate: () => at,
  text: () => text,
  textColor: () => THEME.muted,
  backColor: () => THEME.surface,
  tickVisible: () => false,
});
