import type { z } from "zod";
import type { Instrument } from "#core/instrument.ts";
import type { RestClient } from "#exchanges/connection/rest-client.ts";
import { findAmountUnit } from "./amount-unit.ts";
import { type Category, categoryOf } from "./category.ts";
import { BITGET, type BitgetBudget } from "./declaration.ts";
import {
  candlesSchema,
  fillsSchema,
  fundingRatesSchema,
  instrumentsSchema,
  liquidationsSchema,
  oldFillsSchema,
  positionTiersSchema,
  ratiosSchema,
  tickersSchema,
} from "./schemas.ts";

/** Rows per page, the most that Bitget gives. */
export const CANDLE_PAGE = 1_000;
export const HISTORY_CANDLE_PAGE = 100;
export const FUNDING_PAGE = 100;
/** Pages of funding that Bitget numbers. */
export const MOST_FUNDING_PAGES = 100;
export const LIQUIDATION_PAGE = 100;
export const FILL_PAGE = 100;
export const OLD_FILL_PAGE = 1_000;

export interface Subject {
  readonly category: Category;
  readonly symbol: string;
}

export interface CandlePage {
  readonly interval: string;
  readonly type: "market" | "mark";
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
}

export const subjectOf = (instrument: Instrument): Subject => ({ category: categoryOf(instrument), symbol: instrument.symbol });

/** What Bitget is asked for when all that is wanted is an answer. */
const MAIN = { category: "USDT-FUTURES", symbol: BITGET.symbolOfCoin("BTC") } as const;

const candlesOf = (subject: Subject, { interval, type, from, to }: CandlePage) => ({ ...subject, interval, type, startTime: from, endTime: to });

type Query = Readonly<Record<string, string | number>>;

/** The public endpoints that are used. Every request weighs the same. */
export type BitgetRest = ReturnType<typeof createBitgetRest>;

export function createBitgetRest(client: RestClient<BitgetBudget>) {
  const asker =
    (budget: BitgetBudget) =>
    <Shape extends z.ZodType>(path: string, query: Query, schema: Shape, signal: AbortSignal) =>
      client.get({ path: `/api/v3/market/${path}`, query, budget, weight: 1, schema, signal });
  const [live, history, liquidations] = [asker("live"), asker("history"), asker("liquidations")];
  return {
    pause: () => client.pause(),
    /** What the amounts of `liquidations` are found to be. */
    amounts: findAmountUnit(),
    /** Bitget tells its time with every answer, and this is its smallest that every host of it has. */
    probe: (signal: AbortSignal) =>
      client.get({ path: "/api/v3/market/tickers", query: MAIN, budget: "live", weight: 1, schema: tickersSchema, signal, attempts: 1 }),
    serverTime: (signal: AbortSignal) => live("tickers", MAIN, tickersSchema, signal),
    instruments: (category: Category, signal: AbortSignal) => live("instruments", { category }, instrumentsSchema, signal),
    instrument: (subject: Subject, signal: AbortSignal) => history("instruments", { ...subject }, instrumentsSchema, signal),
    /** The newest of a span, of the last month. */
    candles: (subject: Subject, page: CandlePage, signal: AbortSignal) =>
      history("candles", { ...candlesOf(subject, page), limit: CANDLE_PAGE }, candlesSchema, signal),
    /** The same, of older times. */
    historyCandles: (subject: Subject, page: CandlePage, signal: AbortSignal) =>
      history("history-candles", { ...candlesOf(subject, page), limit: HISTORY_CANDLE_PAGE }, candlesSchema, signal),
    /** A handful of bars for the live feed. */
    recentCandles: (subject: Subject, page: CandlePage, signal: AbortSignal) =>
      live("candles", { ...candlesOf(subject, page), limit: HISTORY_CANDLE_PAGE }, candlesSchema, signal),
    /** `cursor` is the number of the page, from 1, newest first. */
    fundingRates: (subject: Subject, cursor: number, signal: AbortSignal) =>
      history("history-fund-rate", { ...subject, cursor, limit: FUNDING_PAGE }, fundingRatesSchema, signal),
    recentFundingRates: (subject: Subject, signal: AbortSignal) =>
      live("history-fund-rate", { ...subject, cursor: 1, limit: FUNDING_PAGE }, fundingRatesSchema, signal),
    /** Newest first; pages may overlap. An empty cursor is the first page. */
    liquidations: (subject: Subject, cursor: string, signal: AbortSignal) =>
      liquidations("liquidations", { ...subject, limit: LIQUIDATION_PAGE, ...(cursor === "" ? {} : { cursor }) }, liquidationsSchema, signal),
    fills: (subject: Subject, signal: AbortSignal) => live("fills", { ...subject, limit: FILL_PAGE }, fillsSchema, signal),
    /** Newest first, those before an id; bitget.com/api-doc/contract/market/Get-Fills-History, 90 days. Only the older API has them. */
    oldFills: ({ category, symbol }: Subject, idLessThan: string | undefined, signal: AbortSignal) =>
      client.get({
        path: "/api/v2/mix/market/fills-history",
        query: { productType: category, symbol, limit: OLD_FILL_PAGE, ...(idLessThan === undefined ? {} : { idLessThan }) },
        budget: "trades",
        weight: 1,
        schema: oldFillsSchema,
        signal,
      }),
    positionTiers: (subject: Subject, signal: AbortSignal) => live("position-tier", { ...subject }, positionTiersSchema, signal),
    /** Only the older API has them. All that it keeps, oldest first. */
    ratios: ({ category, symbol }: Subject, period: string, signal: AbortSignal) =>
      client.get({
        path: "/api/v2/mix/market/account-long-short",
        query: { productType: category, symbol, period },
        budget: "ratios",
        weight: 1,
        schema: ratiosSchema,
        signal,
      }),
  };
}
