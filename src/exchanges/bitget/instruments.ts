import type { Instrument } from "#core/instrument.ts";
import { HOUR_MS, asMs } from "#core/units.ts";
import type { InstrumentWish } from "#exchanges/exchange.ts";
import { coinOfBaseAsset } from "#exchanges/reading/base-asset.ts";
import { chooseInstruments } from "#exchanges/reading/choose-instruments.ts";
import { CATEGORIES, type Category } from "./category.ts";
import { BITGET } from "./declaration.ts";
import type { BitgetRest } from "./endpoints.ts";
import { type Listing, listingSchema } from "./schemas.ts";

/** What cannot be traded: not yet, or not any more. */
const CLOSED: ReadonlySet<string> = new Set(["listed", "offline"]);

/** See {@link Exchange.instruments}. */
export async function findInstruments(rest: BitgetRest, wish: InstrumentWish, signal: AbortSignal): Promise<readonly Instrument[]> {
  const listed: Instrument[] = [];
  for (const category of CATEGORIES.filter((each) => wish.contracts.some((contract) => contract.startsWith(contractOf(each))))) {
    const { data } = await rest.instruments(category, signal);
    listed.push(...data.flatMap((row) => listingSchema.safeParse(row).data ?? []).flatMap((listing) => instrumentOfListing(listing, category) ?? []));
  }
  return chooseInstruments(BITGET.label, wish, listed);
}

/** A listing as the instrument it is; undefined when it does not trade or is no future. Sizes are base coins, of coin-margined contracts USD. */
export function instrumentOfListing(listing: Listing, category: Category): Instrument | undefined {
  const { symbol, status, type, symbolType, deliveryTime, offTime, baseCoin, quoteCoin, maxLeverage, fundInterval = "" } = listing;
  const tickSize = listing.priceMultiplier ?? stepOfDecimals(listing.pricePrecision);
  const sizeStep = listing.quantityMultiplier ?? stepOfDecimals(listing.quantityPrecision);
  const term = type ?? symbolType;
  const isDated = term === "delivery";
  if (tickSize === undefined || CLOSED.has(status) || (isDated ? deliveryTime === undefined : term !== "perpetual")) return undefined;
  const { coin, multiplier } = coinOfBaseAsset(baseCoin);
  const contract = contractOf(category);
  return {
    exchange: BITGET.id,
    symbol,
    coin,
    contract,
    contractSize: 1,
    tickSize,
    marginModel: "bitget",
    liquidationFeed: { exchanges: [BITGET.id], sampling: BITGET.liquidations.sampling },
    ...(multiplier === 1 ? {} : { priceMultiplier: multiplier }),
    ...(isDated && deliveryTime !== undefined ? { expiry: asMs(deliveryTime) } : {}),
    listing: {
      quote: quoteCoin,
      settle: contract === "inverse" ? baseCoin : category.slice(0, 4),
      ...(maxLeverage === undefined ? {} : { maxLeverage }),
      ...(sizeStep === undefined ? {} : { sizeStep }),
      ...(isDated || offTime === undefined ? {} : { endsAt: asMs(offTime) }),
      ...(isDated || !/^[1-9]\d*$/.test(fundInterval) ? {} : { fundingIntervalMs: asMs(Number(fundInterval) * HOUR_MS) }),
    },
  };
}

const stepOfDecimals = (decimals: number | undefined): number | undefined => (decimals === undefined ? undefined : Number(`1e-${decimals}`));

const contractOf = (category: Category): Instrument["contract"] => (category === "COIN-FUTURES" ? "inverse" : "linear");
