import { FUNDING_INTERVAL_MS, predictedFundingRate } from "#simulator/market/funding.ts";
import type { BookChange } from "#simulator/wire/book-side.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { limitOf } from "./query.ts";
import { badParameter } from "./refusal.ts";
import { type Decimals, digitsOf, eightDigits } from "#simulator/wire/wire-decimal.ts";

const DEPTH_LIMITS = new Set([5, 10, 20, 50, 100, 500, 1_000]);
/** Binance's perpetuals are delivered on 2100-12-25. */
const NEVER_DELIVERED = 4_133_404_800_000;

/** `/fapi/v1/exchangeInfo`. */
export function exchangeInfo(listings: readonly Listing[], now: number): unknown {
  return {
    timezone: "UTC",
    serverTime: now,
    futuresType: "U_MARGINED",
    rateLimits: [{ rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: 2_400 }],
    exchangeFilters: [],
    assets: [{ asset: "USDT", marginAvailable: true, autoAssetExchange: "-10000" }],
    symbols: listings.map(symbolInfo),
  };
}

function symbolInfo({ symbol, coin, recorder, term }: Listing): unknown {
  const { tickSize, lotSize } = recorder.market.profile;
  const step = lotSize.toFixed(digitsOf(lotSize));
  return {
    symbol,
    pair: symbol,
    contractType: "PERPETUAL",
    deliveryDate: term.endsAt ?? NEVER_DELIVERED,
    onboardDate: recorder.minutes.firstMinute * 60_000,
    status: "TRADING",
    maintMarginPercent: "2.5000",
    requiredMarginPercent: "5.0000",
    baseAsset: coin,
    quoteAsset: "USDT",
    marginAsset: "USDT",
    pricePrecision: digitsOf(tickSize),
    quantityPrecision: digitsOf(lotSize),
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: "COIN",
    underlyingSubType: [],
    triggerProtect: "0.0500",
    liquidationFee: "0.012500",
    marketTakeBound: "0.05",
    filters: [
      { filterType: "PRICE_FILTER", minPrice: tickSize.toFixed(digitsOf(tickSize)), maxPrice: "10000000", tickSize: tickSize.toFixed(digitsOf(tickSize)) },
      { filterType: "LOT_SIZE", minQty: step, maxQty: "1000000", stepSize: step },
      { filterType: "MIN_NOTIONAL", notional: "5" },
    ],
    orderTypes: ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"],
    timeInForce: ["GTC", "IOC", "FOK", "GTX", "GTD"],
  };
}

/** `/fapi/v1/premiumIndex`, also what the mark-price stream carries. */
export function premiumIndex({ symbol, recorder }: Listing) {
  const { funding } = recorder.market;
  return {
    symbol,
    markPrice: eightDigits(recorder.mark()),
    indexPrice: eightDigits(recorder.index),
    estimatedSettlePrice: eightDigits(recorder.index),
    lastFundingRate: eightDigits(predictedFundingRate(funding)),
    interestRate: "0.00010000",
    nextFundingTime: (Math.floor(recorder.now / FUNDING_INTERVAL_MS) + 1) * FUNDING_INTERVAL_MS,
    time: Math.floor(recorder.now),
  };
}

/** `/fapi/v1/openInterest`. */
export function openInterest({ symbol, recorder, decimals }: Listing): unknown {
  return { symbol, openInterest: decimals.size(recorder.openInterestLots), time: Math.floor(recorder.now) };
}

/** `/fapi/v1/fundingInfo`. */
export function fundingInfo(listings: readonly Listing[]): unknown {
  return listings.map(({ symbol }) => ({
    symbol,
    adjustedFundingRateCap: "0.02000000",
    adjustedFundingRateFloor: "-0.02000000",
    fundingIntervalHours: FUNDING_INTERVAL_MS / 3_600_000,
    disclaimer: false,
  }));
}

/** `/fapi/v1/depth`. */
export function depth({ book, recorder, decimals }: Listing, query: URLSearchParams): unknown {
  const limit = limitOf(query, { usual: 500, most: 1_000 });
  if (!DEPTH_LIMITS.has(limit)) throw badParameter("limit");
  const { tickSize } = recorder.market.profile;
  const time = Math.floor(book.lastTime);
  return {
    lastUpdateId: book.lastId,
    E: time,
    T: time,
    bids: levels(book.bids(limit), tickSize, decimals),
    asks: levels(book.asks(limit), tickSize, decimals),
  };
}

/** Levels as Binance writes them: price, size; size 0 removes. */
export function levels(changes: readonly BookChange[], tickSize: number, decimals: Decimals): [string, string][] {
  return changes.map(([tick, lots]) => [decimals.price(tick * tickSize), decimals.size(lots)]);
}

/** `/bapi/futures/v1/friendly/future/common/brackets`: not documented, the shape of the public web page's own feed. */
export function brackets(listings: readonly Listing[]): unknown {
  return {
    code: "000000",
    message: null,
    messageDetail: null,
    success: true,
    data: {
      brackets: listings.map(({ symbol, recorder }) => ({
        symbol,
        updateTime: recorder.minutes.firstMinute * 60_000,
        riskBrackets: recorder.market.brackets.map((bracket, i) => ({
          bracketSeq: i + 1,
          bracketNotionalFloor: bracket.floor,
          bracketNotionalCap: bracket.cap,
          bracketMaintenanceMarginRate: bracket.maintenanceRate,
          cumFastMaintenanceAmount: bracket.maintenanceAmount,
          minOpenPosLeverage: 1,
          maxOpenPosLeverage: bracket.maxLeverage,
        })),
      })),
    },
  };
}
