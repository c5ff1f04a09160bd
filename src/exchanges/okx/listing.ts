import type { ContractKind, Instrument } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { OKX } from "./declaration.ts";
import type { InstrumentType } from "./endpoints.ts";
import { type Listing, listingSchema } from "./schemas.ts";

/** Perpetuals are SWAP, dated futures FUTURES; options (OPTION) are another type, which is never asked for and never taken. */
export const typeOf = ({ expiry }: Pick<Instrument, "expiry">): InstrumentType => (expiry === undefined ? "SWAP" : "FUTURES");

/** `BTC-USDT` of `BTC-USDT-SWAP` and `BTC-USDT-261225`: the instrument family, and the name of its index. */
export const familyOf = (symbol: string): string => symbol.split("-", 2).join("-");

/**
 * A row of `/public/instruments` as the instrument it is. Undefined for what is not followed: contracts that do not trade now, that are margined in
 * another currency than USDT or their own coin (USDC, BTC-USD_UM), or that have rules of their own (pre-market, X-Perps), and what cannot be read.
 */
export function readListing(value: unknown, instType: InstrumentType): Instrument | undefined {
  const { data } = listingSchema.safeParse(value);
  if (data === undefined || data.state !== "live" || (data.ruleType ?? "normal") !== "normal") return undefined;
  const [coin, quote, ...others] = data.instFamily.split("-");
  if (others.length > 0 || !isMarginedAsUsual(data, { coin, quote })) return undefined;
  if (instType === "FUTURES" && data.expTime === undefined) return undefined;
  return instrumentOf(data, { coin, quote, instType });
}

function isMarginedAsUsual({ ctType, ctValCcy, settleCcy }: Listing, { coin, quote }: { coin: string; quote: string }): boolean {
  const usual: Record<ContractKind, boolean> = {
    linear: quote === "USDT" && settleCcy === "USDT" && ctValCcy === coin,
    inverse: quote === "USD" && settleCcy === coin && ctValCcy === "USD",
  };
  return usual[ctType];
}

function instrumentOf(listing: Listing, { coin, quote, instType }: { coin: string; quote: string; instType: InstrumentType }): Instrument {
  const { instId, ctType, ctVal, ctMult, tickSz, settleCcy, lever, expTime } = listing;
  return {
    exchange: OKX.id,
    symbol: instId,
    coin,
    contract: ctType,
    contractSize: ctVal * ctMult,
    tickSize: tickSz,
    marginModel: "okx",
    liquidationFeed: { exchanges: [OKX.id], sampling: OKX.liquidations.sampling },
    ...(instType === "FUTURES" && expTime !== undefined ? { expiry: asMs(expTime) } : {}),
    listing: {
      quote,
      settle: settleCcy,
      ...(lever === undefined ? {} : { maxLeverage: lever }),
      // A perpetual that is about to be delisted has an expiry time too.
      ...(instType === "SWAP" && expTime !== undefined ? { endsAt: asMs(expTime) } : {}),
    },
  };
}
