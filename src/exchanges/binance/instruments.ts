import type { Instrument, ListingFacts } from "#core/instrument.ts";
import { HOUR_MS, asMs } from "#core/units.ts";
import type { InstrumentWish } from "#exchanges/exchange.ts";
import { coinOfBaseAsset } from "#exchanges/reading/base-asset.ts";
import { chooseInstruments } from "#exchanges/reading/choose-instruments.ts";
import { BINANCE } from "./declaration.ts";
import type { BinanceRest } from "./endpoints.ts";
import { type Listing, listingSchema, tickSizeSchema } from "./schemas.ts";

/** What is followed, by Binance's name of the contract type: everything else, such as contracts on shares or options, has rules of its own. */
const IS_DATED: Readonly<Record<string, boolean>> = { PERPETUAL: false, CURRENT_QUARTER: true, NEXT_QUARTER: true };
const MARGIN_ASSETS: ReadonlySet<string> = new Set(["USDT", "USDC"]);
const USUAL_FUNDING_HOURS = 8;
const NEVER = Date.UTC(2100, 0, 1);

/** See {@link Exchange.instruments}. */
export async function findInstruments(rest: BinanceRest, wish: InstrumentWish, signal: AbortSignal): Promise<readonly Instrument[]> {
  const { symbols } = await rest.exchangeInfo(signal);
  const fundingHours = await fundingHoursOf(rest, signal);
  const listings = symbols.flatMap((value) => listingSchema.safeParse(value).data ?? []);
  const instruments = listings.flatMap((listing) => instrumentOfListing(listing, fundingHours?.(listing.symbol)) ?? []);
  return chooseInstruments(BINANCE.label, wish, instruments);
}

/** Hours between settlements: only symbols whose rules were ever changed are told. Undefined when it cannot be known, which keeps nobody from following them. */
async function fundingHoursOf(rest: BinanceRest, signal: AbortSignal): Promise<((symbol: string) => number) | undefined> {
  try {
    const changed = new Map((await rest.fundingInfo(signal)).map(({ symbol, fundingIntervalHours }) => [symbol, fundingIntervalHours]));
    return (symbol) => changed.get(symbol) ?? USUAL_FUNDING_HOURS;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}

/** Perpetuals are "delivered" in the year 2100 until a delisting is announced. */
const endOf = (deliveryDate: number | undefined): Pick<ListingFacts, "endsAt"> =>
  deliveryDate === undefined || deliveryDate >= NEVER ? {} : { endsAt: asMs(deliveryDate) };

/** A listing as the instrument it is; undefined when it does not trade now, is of a type that is not followed or has no tick size that can be read. */
export function instrumentOfListing(listing: Listing, fundingHours: number | undefined): Instrument | undefined {
  const { symbol, status, baseAsset, quoteAsset, marginAsset = quoteAsset, contractType, deliveryDate, filters } = listing;
  const isDated = Object.hasOwn(IS_DATED, contractType) ? IS_DATED[contractType] : undefined;
  const tickSize = tickSizeSchema.safeParse(filters.find(({ filterType }) => filterType === "PRICE_FILTER")?.tickSize);
  if (isDated === undefined || status !== "TRADING" || !MARGIN_ASSETS.has(marginAsset) || !tickSize.success) return undefined;
  if (isDated && deliveryDate === undefined) return undefined;
  const { coin, multiplier } = coinOfBaseAsset(baseAsset);
  const facts: ListingFacts = { quote: quoteAsset, settle: marginAsset };
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
    ...(isDated && deliveryDate !== undefined ? { expiry: asMs(deliveryDate) } : {}),
    listing: isDated ? facts : { ...facts, ...(fundingHours !== undefined && { fundingIntervalMs: asMs(fundingHours * HOUR_MS) }), ...endOf(deliveryDate) },
  };
}
