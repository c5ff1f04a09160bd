import { predictedFundingRate } from "#simulator/market/funding.ts";
import { type Trade, oldestTradeId, tradeOf } from "#simulator/market/trade-ring.ts";
import { TAKER_BUY } from "#simulator/market/tape.ts";
import { barTimes, tradedBar } from "#simulator/wire/candle-window.ts";
import { dayFigures } from "#simulator/wire/day-figures.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { BookChange } from "#simulator/wire/book-side.ts";
import { digitsOf } from "#simulator/wire/wire-decimal.ts";
import { type Asked, intervalOf, spanOf } from "./info-request.ts";
import { notARequest } from "./refusal.ts";
import { candleOf, figure, levels, priceOf, sizeOf, tradeId, transactionHash } from "./wire-figures.ts";

/** Ids of margin tables below this one are a table of their own: one tier with that leverage. */
const FIRST_TABLE = 50;

/** `meta`: maintenance is half of the initial margin at a tier's highest leverage. */
export function meta(listings: readonly Listing[]) {
  return {
    universe: listings.map(({ symbol, instrument, recorder }, at) => ({
      szDecimals: digitsOf(instrument.lotSize),
      name: symbol,
      maxLeverage: recorder.market.brackets[0]?.maxLeverage ?? 1,
      marginTableId: FIRST_TABLE + at,
    })),
    marginTables: listings.map(({ recorder }, at) => [
      FIRST_TABLE + at,
      {
        description: "",
        marginTiers: recorder.market.brackets.map(({ floor, maxLeverage }) => ({ lowerBound: figure(floor, 1), maxLeverage })),
      },
    ]),
    collateralToken: 0,
  };
}

/** A coin's context: prices, funding of the hour, open interest in coins. */
export function assetContext(listing: Listing) {
  const { recorder, book } = listing;
  const { market, last, index } = recorder;
  const day = dayFigures(listing);
  const mark = recorder.mark();
  const [[bid]] = book.bids(1);
  const [[ask]] = book.asks(1);
  const { tickSize } = listing.instrument;
  return {
    funding: figure(predictedFundingRate(market.funding), 10),
    openInterest: sizeOf(listing, recorder.openInterestLots),
    prevDayPx: priceOf(listing, day.dayAgo),
    dayNtlVlm: figure(day.volumeUsd, 6),
    premium: figure(last / index - 1, 10),
    oraclePx: priceOf(listing, index),
    markPx: priceOf(listing, mark),
    midPx: figure(((bid + ask) / 2) * tickSize, digitsOf(tickSize) + 1),
    impactPxs: [priceOf(listing, bid * tickSize), priceOf(listing, ask * tickSize)],
    dayBaseVlm: sizeOf(listing, day.volumeLots),
  };
}

export const mids = (listings: readonly Listing[]): Record<string, string> =>
  Object.fromEntries(listings.map((listing) => [listing.symbol, assetContext(listing).midPx]));

const MOST_CANDLES = 5_000;

/** `candleSnapshot`: of the newest 5,000, those of the span, oldest first. */
export function candles(listing: Listing, asked: Asked, now: number) {
  const { minutes, now: recordedTo } = listing.recorder;
  const { interval, intervalMs } = intervalOf(asked);
  const { startTime, endTime } = spanOf(asked, now);
  const oldest = Math.floor(recordedTo / intervalMs) * intervalMs - (MOST_CANDLES - 1) * intervalMs;
  const times = barTimes(minutes, { intervalMs, startTime: Math.max(startTime, oldest), endTime, limit: MOST_CANDLES, now: recordedTo });
  return times.flatMap((openTime) => {
    const bar = tradedBar(minutes, openTime, intervalMs);
    return bar === undefined ? [] : [candleOf(listing, bar, interval)];
  });
}

const MOST_SETTLEMENTS = 500;
/** Settlements are stamped when their block is made, a little after the hour. */
const BLOCK_MS = 76;

/** `fundingHistory`: the first 500 of the span, oldest first. */
export function fundingHistory({ symbol, recorder }: Listing, asked: Asked, now: number) {
  const { startTime, endTime } = spanOf(asked, now);
  return recorder.funding
    .map((settled) => ({ ...settled, time: settled.time + BLOCK_MS }))
    .filter(({ time }) => time <= recorder.now && time >= startTime && time <= endTime)
    .slice(0, MOST_SETTLEMENTS)
    .map(({ time, rate }) => ({ coin: symbol, fundingRate: figure(rate, 10), premium: figure(rate, 10), time }));
}

const BOOK_DEPTH = 20;

/** `l2Book`: 20 levels a side, summed to so many significant figures where asked. */
export function book(listing: Listing, { nSigFigs, mantissa }: Asked, depth = BOOK_DEPTH) {
  const { book: whole, symbol } = listing;
  const step = nSigFigs === undefined || nSigFigs === null ? 1 : stepOf(listing, nSigFigs, mantissa);
  const everything = step === 1 ? depth : Infinity;
  const bids = summed(whole.bids(everything), (tick) => Math.floor(tick / step) * step);
  const asks = summed(whole.asks(everything), (tick) => Math.ceil(tick / step) * step);
  return {
    coin: symbol,
    time: Math.floor(whole.lastTime),
    levels: [levels(listing, bids.slice(0, depth)), levels(listing, asks.slice(0, depth))],
  };
}

/** Ticks in a step of `nSigFigs` significant figures. */
function stepOf({ recorder, instrument }: Listing, nSigFigs: unknown, mantissa: unknown): number {
  const fine = mantissa ?? 1;
  if (nSigFigs !== 2 && nSigFigs !== 3 && nSigFigs !== 4 && nSigFigs !== 5) throw notARequest();
  if (fine !== 1 && (nSigFigs !== 5 || (fine !== 2 && fine !== 5))) throw notARequest();
  const price = 10 ** (Math.floor(Math.log10(recorder.last)) + 1 - nSigFigs) * fine;
  return Math.max(1, Math.round(price / instrument.tickSize));
}

function summed(changes: readonly BookChange[], place: (tick: number) => number): BookChange[] {
  const sums = new Map<number, number>();
  for (const [tick, lots] of changes) sums.set(place(tick), (sums.get(place(tick)) ?? 0) + lots);
  return [...sums];
}

/** One trade; its `side` is the taker's, its users are the buyer and the seller. */
export function tradeOnTape(listing: Listing, { id, time, price, lots, taker, accounts }: Trade) {
  const addressOf = (account: number) => listing.recorder.accounts?.addressOf(account) ?? "";
  return {
    coin: listing.symbol,
    side: taker === TAKER_BUY ? "B" : "A",
    px: priceOf(listing, price),
    sz: sizeOf(listing, lots),
    time: Math.floor(time),
    hash: transactionHash(id),
    tid: tradeId(id),
    users: accounts === undefined ? [] : [addressOf(accounts.buyer), addressOf(accounts.seller)],
  };
}

/** The newest trades, newest first. */
export function newestTrades({ recorder }: Listing, count: number): Trade[] {
  const { trades } = recorder;
  const first = Math.max(oldestTradeId(trades), trades.nextId - count);
  return Array.from({ length: Math.max(0, trades.nextId - first) }, (_, i) => tradeOf(trades, trades.nextId - 1 - i));
}
