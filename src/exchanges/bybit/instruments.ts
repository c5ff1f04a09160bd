import type { ContractKind, Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { InstrumentWish } from "#exchanges/exchange.ts";
import { coinOfBaseAsset } from "#exchanges/reading/base-asset.ts";
import { chooseInstruments } from "#exchanges/reading/choose-instruments.ts";
import { BYBIT } from "./declaration.ts";
import type { BybitRest } from "./endpoints.ts";
import { type Listing, listingSchema } from "./schemas.ts";

/** What is followed, by Bybit's name of the contract type. Options are listed under a category of their own that is never asked for. */
const CONTRACT_TYPES: Readonly<Record<string, { readonly contract: ContractKind; readonly isDated: boolean }>> = {
  LinearPerpetual: { contract: "linear", isDated: false },
  LinearFutures: { contract: "linear", isDated: true },
  InversePerpetual: { contract: "inverse", isDated: false },
  InverseFutures: { contract: "inverse", isDated: true },
};

/** A cursor that never ends is a fault of the exchange. Bybit lists under a thousand a category. */
const MOST_PAGES = 20;

/** See {@link Exchange.instruments}. */
export async function findInstruments(rest: BybitRest, wish: InstrumentWish, signal: AbortSignal): Promise<readonly Instrument[]> {
  const categories = (["linear", "inverse"] as const).filter((category) => wish.contracts.some((contract) => contract.startsWith(category)));
  const listed: Instrument[] = [];
  for (const category of categories)
    for (const listing of await listingsOf(rest, category, signal)) {
      const instrument = instrumentOfListing(listing);
      if (instrument !== undefined) listed.push(instrument);
    }
  return chooseInstruments(BYBIT.label, wish, listed);
}

async function listingsOf(rest: BybitRest, category: ContractKind, signal: AbortSignal): Promise<readonly Listing[]> {
  const rows: unknown[] = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page++) {
    const { result } = await rest.instruments(category, cursor, signal);
    rows.push(...result.list);
    cursor = result.nextPageCursor ?? "";
    if (cursor === "") break;
  }
  return rows.flatMap((row) => listingSchema.safeParse(row).data ?? []);
}

/** A listing as the instrument it is; undefined when it does not trade now or is of a type that is not followed. Sizes are base coins, of inverse contracts USD. */
export function instrumentOfListing(listing: Listing): Instrument | undefined {
  const { symbol, status, baseCoin, quoteCoin, settleCoin, deliveryTime, priceFilter, leverageFilter, fundingInterval = 0 } = listing;
  const type = Object.hasOwn(CONTRACT_TYPES, listing.contractType) ? CONTRACT_TYPES[listing.contractType] : undefined;
  if (type === undefined || status !== "Trading" || (type.isDated && deliveryTime === 0)) return undefined;
  const { coin, multiplier } = coinOfBaseAsset(baseCoin);
  return {
    exchange: BYBIT.id,
    symbol,
    coin,
    contract: type.contract,
    contractSize: 1,
    tickSize: priceFilter.tickSize,
    marginModel: "bybit",
    liquidationFeed: { exchanges: [BYBIT.id], sampling: BYBIT.liquidations.sampling },
    ...(multiplier === 1 ? {} : { priceMultiplier: multiplier }),
    ...(type.isDated ? { expiry: asMs(deliveryTime) } : {}),
    listing: {
      quote: quoteCoin,
      settle: settleCoin,
      ...(leverageFilter === undefined ? {} : { maxLeverage: leverageFilter.maxLeverage }),
      ...(type.isDated || deliveryTime === 0 ? {} : { endsAt: asMs(deliveryTime) }),
      ...(type.isDated || fundingInterval === 0 ? {} : { fundingIntervalMs: asMs(fundingInterval * MINUTE_MS) }),
    },
  };
}
