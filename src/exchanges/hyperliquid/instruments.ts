import type { Instrument } from "#core/instrument.ts";
import type { InstrumentWish } from "#exchanges/exchange.ts";
import { chooseInstruments } from "#exchanges/reading/choose-instruments.ts";
import { FUNDING_INTERVAL_MS, HYPERLIQUID } from "./declaration.ts";
import type { HyperliquidInfo } from "./info.ts";
import { type Listing, contextSchema, listingSchema } from "./schemas.ts";

/** The perpetuals of `coins`, in their order. Rejects with `not-found`, naming every coin that has none. */
export async function findInstruments(info: HyperliquidInfo, wish: InstrumentWish, signal: AbortSignal): Promise<readonly Instrument[]> {
  const [{ universe }, contexts] = await info.metaAndContexts(signal);
  const listed = universe.flatMap((value, index) => {
    const listing = listingSchema.safeParse(value).data;
    const mark = contextSchema.safeParse(contexts[index]).data?.markPx;
    return listing === undefined || mark === undefined || listing.isDelisted === true ? [] : [instrumentOfListing(listing, mark)];
  });
  return chooseInstruments(HYPERLIQUID.label, wish, listed);
}

/** A listing as the instrument it is; `mark` decides how fine its prices are now. */
export function instrumentOfListing({ name, szDecimals, maxLeverage }: Listing, mark: number): Instrument {
  const { coin, multiplier } = coinOfName(name);
  return {
    exchange: HYPERLIQUID.id,
    symbol: name,
    coin,
    contract: "linear",
    contractSize: 1,
    tickSize: tickSizeAt(mark, szDecimals),
    marginModel: "hyperliquid",
    liquidationFeed: { exchanges: [HYPERLIQUID.id], sampling: HYPERLIQUID.liquidations.sampling },
    listing: { quote: "USD", settle: "USDC", maxLeverage, fundingIntervalMs: FUNDING_INTERVAL_MS },
    ...(multiplier === 1 ? {} : { priceMultiplier: multiplier }),
  };
}

const SIGNIFICANT_FIGURES = 5;
const MOST_DECIMALS = 6;

/** Prices have five significant figures, at most `6 - szDecimals` decimals, and may always be whole. Source: for-developers/api/tick-and-lot-size. */
function tickSizeAt(price: number, szDecimals: number): number {
  const decimals = Math.min(MOST_DECIMALS - szDecimals, SIGNIFICANT_FIGURES - 1 - Math.floor(Math.log10(price)));
  return Number(`1e${-Math.max(0, decimals)}`);
}

/** Cheap coins are listed by the thousand: kPEPE, kSHIB. */
function coinOfName(name: string): { coin: string; multiplier: number } {
  const [, coin] = /^k([A-Z]\w*)$/.exec(name) ?? [];
  return coin === undefined ? { coin: name, multiplier: 1 } : { coin, multiplier: 1_000 };
}
