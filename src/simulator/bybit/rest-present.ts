import { predictedFundingRate } from "#simulator/market/funding.ts";
import { dayFigures } from "#simulator/wire/day-figures.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { digitsOf } from "#simulator/wire/wire-decimal.ts";
import { categoryOf, limitOf, ofCategory } from "./query.ts";
import { levels, turnoverOf } from "./wire-figures.ts";

const HALF_A_BOOK = 500;

/** `/v5/market/instruments-info`. */
export function instruments(listings: readonly Listing[], query: URLSearchParams): unknown {
  const category = categoryOf(query);
  limitOf(query, { usual: 500, most: 1_000 });
  const symbol = query.get("symbol");
  const baseCoin = query.get("baseCoin");
  const wanted = ofCategory(listings, category).filter(
    (listing) => (symbol ?? listing.symbol) === listing.symbol && (baseCoin ?? listing.coin) === listing.coin,
  );
  return { category, list: wanted.map(instrumentInfo), nextPageCursor: "" };
}

function instrumentInfo({ symbol, coin, instrument, recorder, decimals, term }: Listing): unknown {
  const { contract, tickSize, lotSize, expiry, fundingIntervalMs = 0 } = instrument;
  const linear = contract === "linear";
  const kind = expiry === undefined ? "Perpetual" : "Futures";
  return {
    symbol,
    contractType: `${linear ? "Linear" : "Inverse"}${kind}`,
    status: "Trading",
    baseCoin: coin,
    quoteCoin: linear ? "USDT" : "USD",
    launchTime: String(recorder.minutes.firstMinute * 60_000),
    deliveryTime: String(expiry ?? term.endsAt ?? 0),
    deliveryFeeRate: "",
    priceScale: String(digitsOf(tickSize)),
    leverageFilter: { minLeverage: "1", maxLeverage: (recorder.market.brackets[0]?.maxLeverage ?? 1).toFixed(2), leverageStep: "0.01" },
    priceFilter: { minPrice: decimals.price(tickSize), maxPrice: "1999999.80", tickSize: decimals.price(tickSize) },
    lotSizeFilter: {
      maxOrderQty: "1190.000",
      minOrderQty: decimals.size(1),
      qtyStep: lotSize.toFixed(digitsOf(lotSize)),
      postOnlyMaxOrderQty: "1190.000",
      maxMktOrderQty: "500.000",
      minNotionalValue: "5",
    },
    unifiedMarginTrade: true,
    fundingInterval: fundingIntervalMs / 60_000,
    settleCoin: linear ? "USDT" : coin,
    copyTrading: "none",
    upperFundingRate: "0.00375",
    lowerFundingRate: "-0.00375",
    isPreListing: false,
    preListingInfo: null,
    riskParameters: { priceLimitRatioX: "0.01", priceLimitRatioY: "0.02" },
    symbolType: "",
  };
}

/** `/v5/market/tickers`. */
export function tickers(listings: readonly Listing[], query: URLSearchParams): unknown {
  const category = categoryOf(query);
  const symbol = query.get("symbol");
  const wanted = ofCategory(listings, category).filter((listing) => (symbol ?? listing.symbol) === listing.symbol);
  return { category, list: wanted.map((listing) => Object.assign(tickerOf(listing), deliveryOf(listing))) };
}

const deliveryOf = ({ instrument }: Listing) => ({
  predictedDeliveryPrice: "",
  basisRate: "",
  basis: "",
  deliveryFeeRate: "",
  deliveryTime: String(instrument.expiry ?? 0),
});

/** What a ticker says, over REST as on the stream. Open interest: `openInterest` counts both sides, `singleOpenInterest` one. */
export function tickerOf(listing: Listing) {
  const { symbol, instrument, recorder, decimals, book } = listing;
  const { market, openInterestLots } = recorder;
  const day = dayFigures(listing);
  const mark = recorder.mark();
  const [bid] = book.bids(1);
  const [ask] = book.asks(1);
  const [[bidPrice, bidSize]] = levels(listing, [bid ?? [1, 0]]);
  const [[askPrice, askSize]] = levels(listing, [ask ?? [1, 0]]);
  const worth = (lots: number) => {
    const size = lots * decimals.lotSize;
    return instrument.contract === "linear" ? (size * mark).toFixed(4) : (size / mark).toFixed(8);
  };
  return {
    symbol,
    tickDirection: "PlusTick",
    price24hPcnt: (recorder.last / day.dayAgo - 1).toFixed(6),
    lastPrice: decimals.price(recorder.last),
    prevPrice24h: decimals.price(day.dayAgo),
    highPrice24h: decimals.price(Math.max(day.high, recorder.last)),
    lowPrice24h: decimals.price(Math.min(day.low, recorder.last)),
    prevPrice1h: decimals.price(day.hourAgo),
    markPrice: decimals.price(mark),
    indexPrice: decimals.price(recorder.index),
    openInterest: decimals.size(2 * openInterestLots),
    openInterestValue: worth(2 * openInterestLots),
    singleOpenInterest: decimals.size(openInterestLots),
    singleOpenInterestValue: worth(openInterestLots),
    turnover24h: turnoverOf(listing, { quoteUsd: day.volumeUsd, high: day.high, low: day.low }),
    volume24h: decimals.size(day.volumeLots),
    nextFundingTime: instrument.fundingIntervalMs === undefined ? "" : String(market.funding.nextTime),
    fundingRate: instrument.fundingIntervalMs === undefined ? "" : predictedFundingRate(market.funding).toFixed(8),
    bid1Price: bidPrice,
    bid1Size: bidSize,
    ask1Price: askPrice,
    ask1Size: askSize,
  };
}

/** `/v5/market/orderbook`. */
export function orderBook(listing: Listing, query: URLSearchParams): unknown {
  const limit = limitOf(query, { usual: 25, most: 2 * HALF_A_BOOK });
  const { book, symbol } = listing;
  const time = Math.floor(book.lastTime);
  return { s: symbol, b: levels(listing, book.bids(limit)), a: levels(listing, book.asks(limit)), ts: time, u: book.lastId, seq: book.lastId, cts: time };
}

/** `/v5/market/risk-limit`. Limits of linear contracts are in quote currency, of inverse ones in coins; margins are fractions. */
export function riskLimits(listings: readonly Listing[], query: URLSearchParams): unknown {
  const category = categoryOf(query);
  const symbol = query.get("symbol");
  const wanted = ofCategory(listings, category).filter((listing) => (symbol ?? listing.symbol) === listing.symbol);
  return { category, list: wanted.flatMap(riskTiers), nextPageCursor: "" };
}

const riskTiers = ({ symbol, recorder }: Listing): unknown[] =>
  recorder.market.brackets.map(({ cap, maxLeverage, maintenanceRate, maintenanceAmount }, i) => ({
    id: i + 1,
    symbol,
    riskLimitValue: String(cap),
    maintenanceMargin: String(maintenanceRate),
    initialMargin: (1 / maxLeverage).toFixed(6).replace(/0+$/, ""),
    isLowestRisk: i === 0 ? 1 : 0,
    maxLeverage: maxLeverage.toFixed(2),
    mmDeduction: maintenanceAmount === 0 ? "" : String(Number(maintenanceAmount.toFixed(8))),
  }));
