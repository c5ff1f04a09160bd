import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";

export const marketParams = {
  exchange: z.string().describe("e.g. binance"),
  symbol: z.string().describe("e.g. BTCUSDT"),
};

/** The market of an address, whatever the case of its letters. Throws `not-found` and says which there are. */
export function findMarket(hub: Hub, { exchange, symbol }: { exchange: string; symbol: string }): MarketView {
  const wanted = `${exchange}:${symbol}`.toLowerCase();
  const markets = hub.markets();
  const found = markets.find(({ id }) => id.toLowerCase() === wanted);
  if (found) return found;
  const there = markets.length === 0 ? "is none yet" : `${markets.length === 1 ? "is" : "are"} ${markets.map(({ id }) => id).join(", ")}`;
  throw new AppError("not-found", `no market ${exchange}:${symbol} here, there ${there}`);
}
