import type { z } from "zod";
import { type Ms, asMs } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import type { RestClient, RestRequest } from "#exchanges/connection/rest-client.ts";
import { exchangeTime, orStandIn } from "#exchanges/connection/stand-in.ts";
import type { BinanceBudget, BinanceWebBudget } from "./declaration.ts";
import {
  aggregateTradesSchema,
  bracketsSchema,
  depthSchema,
  exchangeInfoSchema,
  fundingInfoSchema,
  fundingRatesSchema,
  klinesSchema,
  markKlinesSchema,
  markTimesSchema,
  openInterestHistorySchema,
  openInterestSchema,
  pingSchema,
  ratiosSchema,
  serverTimeSchema,
} from "./schemas.ts";

/** Rows per page, the most that Binance gives. */
export const KLINE_PAGE = 1_500;
/** Of open interest and of ratios. */
export const SAMPLE_PAGE = 500;
export const FUNDING_PAGE = 1_000;
export const AGGREGATE_TRADE_PAGE = 1_000;
const DEPTH_LEVELS = 1_000;

export interface HistoryPage {
  readonly symbol: string;
  readonly startTime: number;
  /** Inclusive. */
  readonly endTime: number;
}

type Query = Readonly<Record<string, string | number>>;
type Price<Shape extends z.ZodType> = Pick<RestRequest<Shape, BinanceBudget>, "budget" | "weight" | "schema">;

/** The public endpoints that are used, each with its price. Weights as documented in May 2026. */
export type BinanceRest = ReturnType<typeof createBinanceRest>;

export function createBinanceRest(client: RestClient<BinanceBudget>, clock: Clock) {
  const get = <Shape extends z.ZodType>(path: string, query: Query, price: Price<Shape>, signal: AbortSignal) => client.get({ path, query, ...price, signal });
  const once = <Shape extends z.ZodType>(path: string, schema: Shape, signal: AbortSignal) =>
    client.get({ path, budget: "live", weight: 1, schema, signal, attempts: 1 });
  /** Where the host passes no times on, that of the newest mark price, which is told every second. */
  const serverTime = (signal: AbortSignal): Promise<Ms> =>
    orStandIn(
      async () => asMs((await get("/fapi/v1/time", {}, { budget: "live", weight: 1, schema: serverTimeSchema }, signal)).serverTime),
      async () =>
        asMs(Math.max(...(await get("/fapi/v1/premiumIndex", {}, { budget: "live", weight: 10, schema: markTimesSchema }, signal)).map(({ time }) => time))),
    );
  return {
    pause: () => client.pause(),
    probe: (signal: AbortSignal) =>
      orStandIn<unknown>(
        () => once("/fapi/v1/ping", pingSchema, signal),
        () => once("/fapi/v1/exchangeInfo", exchangeInfoSchema, signal),
      ),
    serverTime,
    /** Where its history ends. */
    now: (signal: AbortSignal) => exchangeTime(() => serverTime(signal), clock),
    exchangeInfo: (signal: AbortSignal) => get("/fapi/v1/exchangeInfo", {}, { budget: "live", weight: 1, schema: exchangeInfoSchema }, signal),
    fundingInfo: (signal: AbortSignal) =>
      client.get({ path: "/fapi/v1/fundingInfo", budget: "funding", weight: 1, schema: fundingInfoSchema, signal, attempts: 1 }),
    openInterest: (symbol: string, signal: AbortSignal) =>
      get("/fapi/v1/openInterest", { symbol }, { budget: "live", weight: 1, schema: openInterestSchema }, signal),
    depth: (symbol: string, signal: AbortSignal) =>
      get("/fapi/v1/depth", { symbol, limit: DEPTH_LEVELS }, { budget: "books", weight: 20, schema: depthSchema }, signal),
    aggregateTrades: (symbol: string, fromId: number, signal: AbortSignal) =>
      get("/fapi/v1/aggTrades", { symbol, fromId, limit: AGGREGATE_TRADE_PAGE }, { budget: "trades", weight: 20, schema: aggregateTradesSchema }, signal),
    klines: (page: HistoryPage & { interval: string }, signal: AbortSignal) =>
      get("/fapi/v1/klines", { ...page, limit: KLINE_PAGE }, { budget: "history", weight: 10, schema: klinesSchema }, signal),
    /** A handful of bars for the live feed. */
    recentKlines: (page: HistoryPage & { interval: string }, signal: AbortSignal) =>
      get("/fapi/v1/klines", { ...page, limit: 499 }, { budget: "live", weight: 2, schema: klinesSchema }, signal),
    markKlines: (page: HistoryPage & { interval: string }, signal: AbortSignal) =>
      get("/fapi/v1/markPriceKlines", { ...page, limit: KLINE_PAGE }, { budget: "history", weight: 10, schema: markKlinesSchema }, signal),
    openInterestHistory: (page: HistoryPage & { period: string }, signal: AbortSignal) =>
      get("/futures/data/openInterestHist", { ...page, limit: SAMPLE_PAGE }, { budget: "data", weight: 1, schema: openInterestHistorySchema }, signal),
    ratioHistory: (page: HistoryPage & { period: string }, signal: AbortSignal) =>
      get("/futures/data/globalLongShortAccountRatio", { ...page, limit: SAMPLE_PAGE }, { budget: "data", weight: 1, schema: ratiosSchema }, signal),
    recentRatios: (symbol: string, signal: AbortSignal) =>
      get("/futures/data/globalLongShortAccountRatio", { symbol, period: "5m", limit: 3 }, { budget: "recentData", weight: 1, schema: ratiosSchema }, signal),
    fundingRates: (page: HistoryPage, signal: AbortSignal) =>
      get("/fapi/v1/fundingRate", { ...page, limit: FUNDING_PAGE }, { budget: "funding", weight: 1, schema: fundingRatesSchema }, signal),
  };
}

/** The feed behind Binance's public page of leverage and margin: what `/fapi/v1/leverageBracket` says, without a key. Not documented; new listings appear late. */
export type BinanceWeb = ReturnType<typeof createBinanceWeb>;

export function createBinanceWeb(client: RestClient<BinanceWebBudget>) {
  return {
    brackets: (signal: AbortSignal) =>
      client.get({ path: "/bapi/futures/v1/friendly/future/common/brackets", budget: "web", weight: 1, schema: bracketsSchema, signal }),
  };
}
