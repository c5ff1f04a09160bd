import { predictedFundingRate } from "#simulator/market/funding.ts";
import { dayFigures } from "#simulator/wire/day-figures.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { digitsOf } from "#simulator/wire/wire-decimal.ts";
import { categoryOfListing, limitOf } from "./query.ts";
import { levels } from "./wire-figures.ts";

/** `/api/v3/market/instruments`. */
export function instrumentInfo(listing: Listing): unknown {
  const { symbol, coin, instrument, recorder, decimals, term } = listing;
  const { tickSize, lotSize, fundingIntervalMs = 0 } = instrument;
  return {
    symbol,
    category: categoryOfListing(listing),
    isRwa: "NO",
    baseCoin: coin,
    quoteCoin: instrument.contract === "linear" ? "USDT" : "USD",
    buyLimitPriceRatio: "0.05",
    sellLimitPriceRatio: "0.05",
    feeRateUpRatio: "0.005",
    makerFeeRate: "0.0002",
    takerFeeRate: "0.0006",
    openCostUpRatio: "0.01",
    minOrderQty: decimals.size(1),
    maxOrderQty: "1200",
    pricePrecision: String(digitsOf(tickSize)),
    quantityPrecision: String(digitsOf(lotSize)),
    quotePrecision: "",
    priceMultiplier: decimals.price(tickSize),
    quantityMultiplier: decimals.size(1),
    symbolType: "perpetual",
    type: "perpetual",
    minOrderAmount: "5",
    maxSymbolOrderNum: "200",
    maxProductOrderNum: "1000",
    maxPositionNum: "150",
    status: "online",
    offTime: term.endsAt === undefined ? "" : String(term.endsAt),
    limitOpenTime: "",
    deliveryTime: "",
    deliveryStartTime: "",
    deliveryPeriod: "",
    launchTime: String(recorder.minutes.firstMinute * 60_000),
    fundInterval: String(fundingIntervalMs / 3_600_000),
    minLeverage: "1",
    maxLeverage: String(recorder.market.brackets[0]?.maxLeverage ?? 1),
    maintainTime: "",
    maxMarketOrderQty: "220",
  };
}

/** What a ticker says, over REST and on its topic. */
export function tickerOf(listing: Listing) {
  const { recorder, decimals, book } = listing;
  const { market } = recorder;
  const day = dayFigures(listing);
  const [[bid1Price, bid1Size]] = levels(listing, [book.bids(1)[0] ?? [1, 0]]);
  const [[ask1Price, ask1Size]] = levels(listing, [book.asks(1)[0] ?? [1, 0]]);
  return {
    lastPrice: decimals.price(recorder.last),
    openPrice24h: decimals.price(day.dayAgo),
    highPrice24h: decimals.price(Math.max(day.high, recorder.last)),
    lowPrice24h: decimals.price(Math.min(day.low, recorder.last)),
    ask1Price,
    bid1Price,
    bid1Size,
    ask1Size,
    price24hPcnt: (recorder.last / day.dayAgo - 1).toFixed(5),
    volume24h: decimals.size(day.volumeLots),
    turnover24h: day.volumeUsd.toFixed(4),
    indexPrice: decimals.price(recorder.index),
    markPrice: decimals.price(recorder.mark()),
    fundingRate: predictedFundingRate(market.funding).toFixed(6),
    openInterest: decimals.size(recorder.openInterestLots),
    deliveryStartTime: "",
    deliveryTime: "",
    deliveryStatus: "",
  };
}

/** `/api/v3/market/tickers`. */
export const tickerRow = (listing: Listing, now: number) =>
  Object.assign({ category: categoryOfListing(listing), symbol: listing.symbol, ts: String(now) }, tickerOf(listing));

/** `/api/v3/market/open-interest`. */
export const openInterest = (listings: readonly Listing[], now: number): unknown => ({
  list: listings.map(({ symbol, recorder, decimals }) => ({ symbol, openInterest: decimals.size(recorder.openInterestLots) })),
  ts: String(now),
});

/** `/api/v3/market/current-fund-rate`. */
export const currentFunding = ({ symbol, instrument, recorder }: Listing): unknown => [
  {
    symbol,
    fundingRate: predictedFundingRate(recorder.market.funding).toFixed(6),
    fundingRateInterval: String((instrument.fundingIntervalMs ?? 0) / 3_600_000),
    nextUpdate: String(recorder.market.funding.nextTime),
    minFundingRate: "-0.003",
    maxFundingRate: "0.003",
  },
];

/** `/api/v3/market/orderbook`: its levels are numbers in the documentation's sample, and text in its table; text here. */
export function orderBook(listing: Listing, query: URLSearchParams): unknown {
  const { book } = listing;
  const limit = limitOf(query, { usual: 5, most: 200 });
  return { a: levels(listing, book.asks(limit)), b: levels(listing, book.bids(limit)), ts: String(Math.floor(book.lastTime)) };
}

/** `/api/v3/market/position-tier`: values in quote currency. */
export const positionTiers = ({ recorder }: Listing): unknown =>
  recorder.market.brackets.map(({ floor, cap, maxLeverage, maintenanceRate }, i) => ({
    tier: String(i + 1),
    minTierValue: String(floor),
    maxTierValue: String(cap),
    leverage: String(maxLeverage),
    mmr: String(maintenanceRate),
  }));
