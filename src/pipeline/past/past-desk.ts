import { LRUCache } from "lru-cache";
import type { InstrumentId } from "#core/instrument.ts";
import type { StockLayer } from "#core/layer.ts";
import { DAY_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { MarkedSpread } from "#engine/uncertainty/map-spread.ts";
import type { HeatRange } from "#insight/heat-range.ts";
import { heatRangeBefore } from "#pipeline/columns/heat-range.ts";
import type { Hub } from "#pipeline/hub.ts";
import { remembered, settledOrRecent } from "#pipeline/remembered.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { type PastBook, createBookShelf } from "./book-at.ts";
import { type PastHub, hubAt } from "./hub-at.ts";
import { createSpreadShelf } from "./spread-at.ts";
import { type Figures, figuresAt, viewAt } from "./view-at.ts";

/** Answers what was known at earlier instants. */
export interface PastDesk {
  /** Epoch ms; the begun minute is left out, since what is stored is minutes that have ended. */
  at(time: number): Past;
}

/** Everything at one instant. */
export interface Past {
  readonly hub: PastHub;
  /** A market with its figures then. */
  view(market: MarketView): Promise<MarketView>;
  /** What stood of a layer within +-reach of the mark; undefined where no column is stored of the time before. */
  book<L extends StockLayer>(market: MarketView, asked: { readonly layer: L; readonly reach: number }): Promise<PastBook<L> | undefined>;
  /** What the modelled map might be wrong by, around the mark then; undefined where that was not kept. */
  spread(market: MarketView): Promise<MarkedSpread | undefined>;
}

const FIGURES_KEPT = 2_000;
const RANGES_KEPT = 256;
/** What is heard late still adds to the past. */
const KEPT_MS = 60_000;
/** History that is still being filled gives other ranges a little later. */
const UNSETTLED_MS = 5_000;

export function createPastDesk(hub: Hub): PastDesk {
  const shelf = createBookShelf();
  const spreads = createSpreadShelf();
  const ranges = new LRUCache<string, Promise<HeatRange | null>>({ max: RANGES_KEPT, ttl: UNSETTLED_MS });
  const figures = new LRUCache<string, Promise<Figures>>({ max: FIGURES_KEPT, ttl: KEPT_MS });

  return {
    at(time) {
      const at = asMs(Math.floor(time / MINUTE_MS) * MINUTE_MS);
      const past = hubAt(hub, at);
      function figuresOf(id: InstrumentId): Promise<Figures> {
        return remembered(figures, `${id} ${at}`, () => figuresAt(past, id));
      }
      function heatRangeOf(id: InstrumentId, mark: number): Promise<HeatRange | null> {
        // Of a day it is always the same, once all of its past is there.
        const day = Math.floor(at / DAY_MS);
        return settledOrRecent(ranges, `${id} ${day}`, {
          make: () => heatRangeBefore((place) => hub.tile(id, place), { at, mark }),
          isSettled: (range) => range !== null && hub.market(id)?.backfill.state === "done",
        });
      }
      const view = (market: MarketView) => viewAt(market, { figuresOf, heatRangeOf });
      const book: Past["book"] = async (market, asked) => {
        const { mark, openInterestUsd } = await view(market);
        return mark === null ? undefined : shelf.at(past, market.id, { ...asked, mark, openInterestUsd: openInterestUsd ?? 0 });
      };
      const bookOf = (market: MarketView, reach: number) => book(market, { layer: "modelled", reach });
      return { hub: past, view, book, spread: (market) => spreads.at({ hub: past, bookOf }, market) };
    },
  };
}
