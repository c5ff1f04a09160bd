import type { CandleEvent, LiquidationEvent } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import type { Book } from "./book.ts";
import type { MarketView } from "./market-view.ts";
import type { MeasuredBook } from "./measured/measured-book.ts";
import type { RealisedNews } from "./realised-desk.ts";

/** What a subscriber of the hub hears. Nothing is repeated: who misses an update asks the hub for the state. */
export type HubUpdate =
  | { readonly kind: "market"; readonly market: MarketView }
  | { readonly kind: "mark"; readonly market: InstrumentId; readonly time: number; readonly mark: number }
  | { readonly kind: "candle"; readonly market: InstrumentId; readonly candle: CandleEvent }
  | { readonly kind: "liquidation"; readonly market: InstrumentId; readonly liquidation: LiquidationEvent; readonly usd: number }
  | { readonly kind: "realised"; readonly market: InstrumentId; readonly news: RealisedNews }
  | { readonly kind: "book"; readonly market: InstrumentId; readonly book: Book }
  | { readonly kind: "measured"; readonly market: InstrumentId; readonly book: MeasuredBook };

export type HubListener = (update: HubUpdate) => void;
