import type { z } from "zod";
import { type Ms, asMs } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import type { RestClient } from "#exchanges/connection/rest-client.ts";
import { exchangeTime, orStandIn } from "#exchanges/connection/stand-in.ts";
import { answerOf } from "./answer.ts";
import type { OkxBudget } from "./declaration.ts";
import {
  candlesSchema,
  fundingRatesSchema,
  listTimesSchema,
  markCandlesSchema,
  openInterestHistorySchema,
  ratioHistorySchema,
  rowsSchema,
  serverTimeSchema,
  tierRowsSchema,
  tradesSchema,
} from "./schemas.ts";

/** Rows per page, the most that OKX gives; of mark candles some hosts give 100. */
export const CANDLE_PAGE = 300;
export const MARK_CANDLE_PAGE = 300;
export const STATISTIC_PAGE = 100;
export const FUNDING_PAGE = 400;
export const TRADE_PAGE = 100;
/** Instrument families in one question about tiers. */
export const MOST_FAMILIES = 5;

export type InstrumentType = "SWAP" | "FUTURES";

/** A span of times, both ends left out: OKX's `before` is "newer than", `after` "earlier than". Answers begin with the newest. */
export interface OpenSpan {
  readonly symbol: string;
  readonly after: number;
  readonly before: number;
}

type Query = Readonly<Record<string, string | number>>;
interface Question<Data> {
  readonly budget: OkxBudget;
  readonly schema: z.ZodType<Data>;
  readonly attempts?: number;
}

/** The public endpoints that are used, each with its own allowance. Every request counts one. */
export type OkxRest = ReturnType<typeof createOkxRest>;

export function createOkxRest(client: RestClient<OkxBudget>, clock: Clock) {
  return {
    pause: () => client.pause(),
    serverTime,
    /** Where its history ends. */
    now: (signal: AbortSignal) => exchangeTime(() => serverTime(signal), clock),
    probe: (signal: AbortSignal) =>
      orStandIn<unknown>(
        () => time(signal, 1),
        () => get("/api/v5/public/instruments", { instType: "SWAP" }, { budget: "instruments", schema: rowsSchema, attempts: 1 }, signal),
      ),
    instruments: (instType: InstrumentType, signal: AbortSignal) =>
      get("/api/v5/public/instruments", { instType }, { budget: "instruments", schema: rowsSchema }, signal),
    listTimes: (instType: InstrumentType, instId: string, signal: AbortSignal) =>
      get("/api/v5/public/instruments", { instType, instId }, { budget: "instruments", schema: listTimesSchema }, signal),
    candles: (span: OpenSpan & { bar: string }, signal: AbortSignal) =>
      get("/api/v5/market/history-candles", barQuery(span, CANDLE_PAGE), { budget: "candles", schema: candlesSchema }, signal),
    /** Of the last day, for the live feed. */
    recentCandles: (span: OpenSpan & { bar: string }, signal: AbortSignal) =>
      get("/api/v5/market/candles", barQuery(span, CANDLE_PAGE), { budget: "recentCandles", schema: candlesSchema }, signal),
    markCandles: (span: OpenSpan & { bar: string }, signal: AbortSignal) =>
      get("/api/v5/market/history-mark-price-candles", barQuery(span, MARK_CANDLE_PAGE), { budget: "markCandles", schema: markCandlesSchema }, signal),
    openInterestHistory: (span: OpenSpan & { period: string }, signal: AbortSignal) =>
      get("/api/v5/rubik/stat/contracts/open-interest-history", statisticQuery(span), { budget: "openInterest", schema: openInterestHistorySchema }, signal),
    ratioHistory: (span: OpenSpan & { period: string }, signal: AbortSignal) =>
      get("/api/v5/rubik/stat/contracts/long-short-account-ratio-contract", statisticQuery(span), { budget: "ratio", schema: ratioHistorySchema }, signal),
    fundingRates: ({ symbol, after, before }: OpenSpan, signal: AbortSignal) =>
      get(
        "/api/v5/public/funding-rate-history",
        { instId: symbol, after, before, limit: FUNDING_PAGE },
        { budget: "funding", schema: fundingRatesSchema },
        signal,
      ),
    /** Single trades with ids below `after`, newest first. */
    tradesBefore: (instId: string, after: number, signal: AbortSignal) =>
      get("/api/v5/market/history-trades", { instId, type: 1, after, limit: TRADE_PAGE }, { budget: "trades", schema: tradesSchema }, signal),
    markPrices: (instType: InstrumentType, signal: AbortSignal) =>
      get("/api/v5/public/mark-price", { instType }, { budget: "markPrice", schema: rowsSchema }, signal),
    /** Isolated and cross margin have the same tiers. */
    positionTiers: (instType: InstrumentType, families: readonly string[], signal: AbortSignal) =>
      get(
        "/api/v5/public/position-tiers",
        { instType, tdMode: "isolated", instFamily: families.join(",") },
        { budget: "tiers", schema: tierRowsSchema },
        signal,
      ),
  };

  /** Where the host passes no times on, that of the newest mark price, which is told five times a second. */
  function serverTime(signal: AbortSignal): Promise<Ms> {
    return orStandIn(
      () => time(signal),
      async () => {
        const marks = await get("/api/v5/public/mark-price", { instType: "SWAP" }, { budget: "markPrice", schema: serverTimeSchema }, signal);
        return asMs(Math.max(...marks.map(({ ts }) => ts)));
      },
    );
  }

  async function time(signal: AbortSignal, attempts?: number): Promise<Ms> {
    const [{ ts }] = await get(
      "/api/v5/public/time",
      {},
      { budget: "time", schema: serverTimeSchema, ...(attempts === undefined ? {} : { attempts }) },
      signal,
    );
    return asMs(ts);
  }

  async function get<Data>(path: string, query: Query, question: Question<Data>, signal: AbortSignal): Promise<Data> {
    const { data } = await client.get({ path, query, ...question, weight: 1, schema: answerOf(question.schema), signal });
    return data;
  }
}

const barQuery = ({ symbol, bar, after, before }: OpenSpan & { bar: string }, limit: number): Query => ({ instId: symbol, bar, after, before, limit });

const statisticQuery = ({ symbol, period, after, before }: OpenSpan & { period: string }): Query => ({
  instId: symbol,
  period,
  end: after,
  begin: before,
  limit: STATISTIC_PAGE,
});
