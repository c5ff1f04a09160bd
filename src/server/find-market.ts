import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import type { Book } from "#pipeline/book.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";

export const marketParams = {
  exchange: z.string().describe("e.g. binance"),
  symbol: z.string().describe("e.g. BTCUSDT"),
};

/** The market of an address, whatever the case of its letters. Throws `not-found` and says which there are. */
export function findMarket(hub: Pick<Hub, "markets">, { exchange, symbol }: { exchange: string; symbol: string }): MarketView {
  const wanted = `${exchange}:${symbol}`.toLowerCase();
  const markets = hub.markets();
  const found = markets.find(({ id }) => id.toLowerCase() === wanted);
  if (found) return found;
  const there = markets.length === 0 ? "is none yet" : `${markets.length === 1 ? "is" : "are"} ${markets.map(({ id }) => id).join(", ")}`;
  throw new AppError("not-found", `no market ${exchange}:${symbol} here, there ${there}`);
}

/** The newest book of a market and the model that made it. Throws `unavailable` while there is none. */
export function findBook(hub: Hub, params: { exchange: string; symbol: string }): { readonly market: MarketView; readonly book: Book; readonly model: string } {
  const market = findMarket(hub, params);
  const book = hub.book(market.id);
  const model = hub.model(market.id);
  if (book !== undefined && model !== undefined) return { market, book, model };
  const { state, progress } = market.backfill;
  throw new AppError("unavailable", `${market.id} has no map yet: its history is ${state}, ${Math.round(progress * 100)} % done`);
}
