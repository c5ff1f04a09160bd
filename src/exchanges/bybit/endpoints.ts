import type { z } from "zod";
import type { ContractKind, Instrument } from "#core/instrument.ts";
import type { RestClient } from "#exchanges/connection/rest-client.ts";
import { orStandIn } from "#exchanges/connection/stand-in.ts";
import type { BybitBudget } from "./declaration.ts";
import {
  fundingRatesSchema,
  instrumentsSchema,
  klinesSchema,
  markKlinesSchema,
  markPricesSchema,
  openInterestSchema,
  ratiosSchema,
  recentTradesSchema,
  riskLimitsSchema,
  serverTimeSchema,
} from "./schemas.ts";

/** Rows per page, the most that Bybit gives. A span with more of them is answered with the newest. */
export const KLINE_PAGE = 1_000;
export const OPEN_INTEREST_PAGE = 200;
export const FUNDING_PAGE = 200;
export const RATIO_PAGE = 500;
const INSTRUMENT_PAGE = 1_000;
export const TRADE_PAGE = 1_000;

/** Levels a side of the book on the socket. */
export const BOOK_DEPTH = 1_000;

/** What Bybit calls the category is what we call the kind of contract. */
export interface Subject {
  readonly category: ContractKind;
  readonly symbol: string;
}

export interface Span {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
}

export const subjectOf = ({ contract, symbol }: Pick<Instrument, "contract" | "symbol">): Subject => ({ category: contract, symbol });

type Query = Readonly<Record<string, string | number>>;

/** The public endpoints that are used. Every request weighs the same. */
export type BybitRest = ReturnType<typeof createBybitRest>;

export function createBybitRest(client: RestClient<BybitBudget>) {
  const asker =
    (budget: BybitBudget) =>
    <Shape extends z.ZodType>(path: string, query: Query, schema: Shape, signal: AbortSignal) =>
      client.get({ path: `/v5/market/${path}`, query, budget, weight: 1, schema, signal });
  const once = <Shape extends z.ZodType>(path: string, query: Query, schema: Shape, signal: AbortSignal) =>
    client.get({ path: `/v5/market/${path}`, query, budget: "live", weight: 1, schema, signal, attempts: 1 });
  const live = asker("live");
  const history = asker("history");
  return {
    pause: () => client.pause(),
    probe: (signal: AbortSignal) =>
      orStandIn<unknown>(
        () => once("time", {}, serverTimeSchema, signal),
        () => once("instruments-info", { category: "linear", limit: 1 }, instrumentsSchema, signal),
      ),
    /** Every answer carries it. */
    serverTime: (signal: AbortSignal) =>
      orStandIn(
        () => live("time", {}, serverTimeSchema, signal),
        () => live("instruments-info", { category: "linear", limit: 1 }, serverTimeSchema, signal),
      ),
    instruments: (category: ContractKind, cursor: string, signal: AbortSignal) =>
      live("instruments-info", { category, limit: INSTRUMENT_PAGE, ...(cursor === "" ? {} : { cursor }) }, instrumentsSchema, signal),
    instrument: (subject: Subject, signal: AbortSignal) => history("instruments-info", { ...subject }, instrumentsSchema, signal),
    klines: (subject: Subject, interval: string, { from, to }: Span, signal: AbortSignal) =>
      history("kline", { ...subject, interval, start: from, end: to, limit: KLINE_PAGE }, klinesSchema, signal),
    /** A handful of bars for the live feed. */
    recentKlines: (subject: Subject, interval: string, { from, to }: Span, signal: AbortSignal) =>
      live("kline", { ...subject, interval, start: from, end: to, limit: KLINE_PAGE }, klinesSchema, signal),
    markKlines: (subject: Subject, interval: string, { from, to }: Span, signal: AbortSignal) =>
      history("mark-price-kline", { ...subject, interval, start: from, end: to, limit: KLINE_PAGE }, markKlinesSchema, signal),
    openInterest: (subject: Subject, intervalTime: string, { from, to }: Span, signal: AbortSignal) =>
      history("open-interest", { ...subject, intervalTime, startTime: from, endTime: to, limit: OPEN_INTEREST_PAGE }, openInterestSchema, signal),
    fundingRates: (subject: Subject, { from, to }: Span, signal: AbortSignal) =>
      history("funding/history", { ...subject, startTime: from, endTime: to, limit: FUNDING_PAGE }, fundingRatesSchema, signal),
    recentFundingRates: (subject: Subject, { from, to }: Span, signal: AbortSignal) =>
      live("funding/history", { ...subject, startTime: from, endTime: to, limit: FUNDING_PAGE }, fundingRatesSchema, signal),
    ratios: (subject: Subject, period: string, { from, to }: Span, signal: AbortSignal) =>
      history("account-ratio", { ...subject, period, startTime: from, endTime: to, limit: RATIO_PAGE }, ratiosSchema, signal),
    latestRatio: (subject: Subject, period: string, signal: AbortSignal) => live("account-ratio", { ...subject, period, limit: 1 }, ratiosSchema, signal),
    recentTrades: (subject: Subject, signal: AbortSignal) => live("recent-trade", { ...subject, limit: TRADE_PAGE }, recentTradesSchema, signal),
    markPrices: (category: ContractKind, signal: AbortSignal) => live("tickers", { category }, markPricesSchema, signal),
    riskLimits: (subject: Subject, cursor: string, signal: AbortSignal) =>
      live("risk-limit", { ...subject, ...(cursor === "" ? {} : { cursor }) }, riskLimitsSchema, signal),
  };
}
