import { predictedFundingRate } from "#simulator/market/funding.ts";
import { dayFigures } from "#simulator/wire/day-figures.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { digitsOf } from "#simulator/wire/wire-decimal.ts";
import { familyOf, instrumentTypeOf } from "./instrument-names.ts";
import { limitOf, listingsOfType } from "./query.ts";
import { missingParameter } from "./refusal.ts";
import { coinsOf, contractsOf, levels, plain, priceOf, usdOf } from "./wire-figures.ts";

/** `/api/v5/public/instruments`. */
export function instruments(listings: readonly Listing[], query: URLSearchParams): unknown {
  const family = query.get("instFamily");
  return listingsOfType(listings, query)
    .filter((listing) => (family ?? familyOf(listing)) === familyOf(listing))
    .map(instrumentInfo);
}

function instrumentInfo(listing: Listing): unknown {
  const { symbol, coin, instrument, recorder, term } = listing;
  const { contract, contractSize, lotSize, expiry } = instrument;
  const linear = contract === "linear";
  const step = plain(lotSize / contractSize, digitsOf(lotSize / contractSize));
  return {
    alias: expiry === undefined ? "" : "quarter",
    baseCcy: "",
    category: "1",
    ctMult: "1",
    ctType: contract,
    ctVal: String(contractSize),
    ctValCcy: linear ? coin : "USD",
    expTime: String(expiry ?? term.endsAt ?? ""),
    futureSettlement: false,
    instFamily: familyOf(listing),
    instId: symbol,
    instType: instrumentTypeOf(listing),
    lever: String(recorder.market.brackets[0]?.maxLeverage ?? 1),
    listTime: String(recorder.minutes.firstMinute * 60_000),
    lotSz: step,
    maxLmtSz: "100000000",
    maxMktSz: "35000",
    minSz: step,
    optType: "",
    quoteCcy: "",
    ruleType: "normal",
    settleCcy: linear ? "USDT" : coin,
    state: "live",
    stk: "",
    tickSz: priceOf(listing, instrument.tickSize),
    uly: familyOf(listing),
  };
}

export const ticker = (listing: Listing, now: number) => {
  const { symbol, recorder, book, instrument } = listing;
  const day = dayFigures(listing);
  const [[bidPx, bidSz]] = levels(listing, [book.bids(1)[0] ?? [1, 0]]);
  const [[askPx, askSz]] = levels(listing, [book.asks(1)[0] ?? [1, 0]]);
  const open = priceOf(listing, day.dayAgo);
  return {
    instType: instrumentTypeOf(listing),
    instId: symbol,
    last: priceOf(listing, recorder.last),
    lastSz: plain(instrument.lotSize / instrument.contractSize, 8),
    askPx,
    askSz,
    bidPx,
    bidSz,
    open24h: open,
    high24h: priceOf(listing, Math.max(day.high, recorder.last)),
    low24h: priceOf(listing, Math.min(day.low, recorder.last)),
    volCcy24h: coinsOf(listing, day.volumeLots, recorder.last),
    vol24h: contractsOf(listing, day.volumeLots),
    sodUtc0: open,
    sodUtc8: open,
    ts: String(now),
  };
};

/** `/api/v5/public/mark-price`, and its channel. */
export const markPrice = (listing: Listing, now: number) => ({
  instType: instrumentTypeOf(listing),
  instId: listing.symbol,
  markPx: priceOf(listing, listing.recorder.mark()),
  ts: String(now),
});

/** `/api/v5/public/open-interest`, and its channel. */
export function openInterest(listing: Listing, now: number) {
  const { openInterestLots } = listing.recorder;
  const mark = listing.recorder.mark();
  return {
    instType: instrumentTypeOf(listing),
    instId: listing.symbol,
    oi: contractsOf(listing, openInterestLots),
    oiCcy: coinsOf(listing, openInterestLots, mark),
    oiUsd: usdOf(listing, openInterestLots, mark),
    ts: String(now),
  };
}

/** `/api/v5/public/funding-rate`, and its channel: `fundingTime` is the settlement that comes next. Nothing of dated futures. */
export function fundingRate(listing: Listing, now: number) {
  const { market } = listing.recorder;
  const { fundingIntervalMs = 0 } = listing.instrument;
  return {
    formulaType: "withRate",
    fundingRate: plain(predictedFundingRate(market.funding), 12),
    fundingTime: String(market.funding.nextTime),
    impactValue: "20000",
    instId: listing.symbol,
    instType: instrumentTypeOf(listing),
    interestRate: "0.0001",
    maxFundingRate: "0.00375",
    method: "current_period",
    minFundingRate: "-0.00375",
    nextFundingRate: "",
    nextFundingTime: String(market.funding.nextTime + fundingIntervalMs),
    premium: "",
    settFundingRate: "",
    settState: "settled",
    ts: String(now),
  };
}

/** `/api/v5/market/index-tickers`, and its channel: the index is of a family. */
export function indexTicker(listing: Listing, now: number) {
  const price = priceOf(listing, listing.recorder.index);
  return { instId: familyOf(listing), idxPx: price, high24h: price, low24h: price, open24h: price, sodUtc0: price, sodUtc8: price, ts: String(now) };
}

export function indexTickers(listings: readonly Listing[], query: URLSearchParams, now: number): unknown {
  const quote = query.get("quoteCcy");
  const id = query.get("instId");
  if (quote === null && id === null) throw missingParameter("quoteCcy or instId");
  const families = new Map(listings.map((listing) => [familyOf(listing), listing]));
  return [...families]
    .filter(([family]) => (id ?? family) === family && (quote === null || family.endsWith(`-${quote}`)))
    .map(([, listing]) => indexTicker(listing, now));
}

/** `/api/v5/market/books` and `/books-full`. */
export const orderBook =
  (most: number) =>
  (listing: Listing, query: URLSearchParams): unknown => {
    const size = limitOf(query, { usual: 1, most, name: "sz" });
    const { book } = listing;
    return [{ asks: levels(listing, book.asks(size)), bids: levels(listing, book.bids(size)), ts: String(Math.floor(book.lastTime)) }];
  };

const MOST_FAMILIES = 5;

/** `/api/v5/public/position-tiers`: sizes in contracts. */
export function positionTiers(listings: readonly Listing[], query: URLSearchParams): unknown {
  const families = (query.get("instFamily") ?? query.get("uly") ?? "").split(",").filter((family) => family !== "");
  if (families.length === 0) throw missingParameter("instFamily");
  if (query.get("tdMode") === null) throw missingParameter("tdMode");
  const wanted = families.slice(0, MOST_FAMILIES).flatMap((family) => listingsOfType(listings, query).find((listing) => familyOf(listing) === family) ?? []);
  return wanted.flatMap(tiersOf);
}

function tiersOf(listing: Listing): unknown[] {
  const { recorder, instrument } = listing;
  const step = instrument.lotSize / instrument.contractSize;
  return recorder.market.brackets.map(({ floor, cap, unit, maxLeverage, maintenanceRate }, i) => {
    const contracts = (value: number) => (unit === "contracts" ? value : Math.round(value / (instrument.contractSize * recorder.mark())));
    return {
      baseMaxLoan: "",
      imr: plain(1 / maxLeverage, 6),
      instFamily: familyOf(listing),
      instId: "",
      maxLever: String(maxLeverage),
      maxSz: plain(contracts(cap), 4),
      minSz: i === 0 ? "0" : plain(contracts(floor) + step, 4),
      mmr: String(maintenanceRate),
      optMgnFactor: "",
      quoteMaxLoan: "",
      tier: String(i + 1),
      uly: familyOf(listing),
    };
  });
}
