import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import type { InstrumentWish } from "#exchanges/exchange.ts";
import { coinOfBaseAsset } from "#exchanges/reading/base-asset.ts";
import { BINANCE } from "./declaration.ts";
import type { BinanceRest } from "./endpoints.ts";
import { type Listing, listingSchema, tickSizeSchema } from "./schemas.ts";

/** The USDT-margined perpetuals of `coins`, in their order. Rejects with `not-found`, naming every coin that has none. */
export async function findInstruments(rest: BinanceRest, { coins, contracts }: InstrumentWish, signal: AbortSignal): Promise<readonly Instrument[]> {
  if (!contracts.includes("linear-perpetual")) return [];
  const { symbols } = await rest.exchangeInfo(signal);
  const byCoin = new Map<string, Instrument>();
  for (const listing of symbols.flatMap(perpetualListing)) {
    const instrument = instrumentOfListing(listing);
    if (instrument !== undefined && !byCoin.has(instrument.coin)) byCoin.set(instrument.coin, instrument);
  }
  const wanted = [...new Set(coins.map((coin) => coin.toUpperCase()))];
  const missing = wanted.filter((coin) => !byCoin.has(coin));
  if (missing.length > 0) throw new AppError("not-found", `${BINANCE.label} trades no USDT perpetual of ${missing.join(", ")}`);
  return wanted.flatMap((coin) => byCoin.get(coin) ?? []);
}

/** A listing as the instrument it is, or undefined when its tick size cannot be read. Only perpetuals come this far: dated futures have other margin and expiry rules. */
export function instrumentOfListing({ symbol, baseAsset, filters }: Listing): Instrument | undefined {
  const tickSize = tickSizeSchema.safeParse(filters.find(({ filterType }) => filterType === "PRICE_FILTER")?.tickSize);
  if (!tickSize.success) return undefined;
  const { coin, multiplier } = coinOfBaseAsset(baseAsset);
  return {
    exchange: BINANCE.id,
    symbol,
    coin,
    contract: "linear",
    contractSize: 1,
    tickSize: tickSize.data,
    marginModel: "binance-usdm",
    liquidationFeed: { exchanges: [BINANCE.id], sampling: BINANCE.liquidations.sampling },
    ...(multiplier === 1 ? {} : { priceMultiplier: multiplier }),
  };
}

function perpetualListing(value: unknown): readonly Listing[] {
  const { data } = listingSchema.safeParse(value);
  if (data === undefined) return [];
  return data.contractType === "PERPETUAL" && data.quoteAsset === "USDT" && data.status === "TRADING" ? [data] : [];
}
