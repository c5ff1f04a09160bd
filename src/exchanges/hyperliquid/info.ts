import type { z } from "zod";
import type { RestClient } from "#exchanges/connection/rest-client.ts";
import type { HyperliquidBudget } from "./declaration.ts";
import {
  accountStateSchema,
  bookTimeSchema,
  candlesSchema,
  fillsSchema,
  fundingHistorySchema,
  metaAndContextsSchema,
  metaSchema,
  recentTradesSchema,
} from "./schemas.ts";

/** Rows of funding in one answer, the most that Hyperliquid gives. */
export const FUNDING_PAGE = 500;
const RECENT_TRADES = 100;
/** Of one account between two looks at it. */
const FILLS_EXPECTED = 200;
/** Fills in one answer, the most that Hyperliquid gives; the oldest of a span. */
export const FILL_PAGE = 2_000;
/** Accounts are looked at with what others do not need: missed trades are among the newest for seconds only. */
const LEFT_BY_ACCOUNTS = 250;

export interface CandleSpan {
  readonly coin: string;
  readonly interval: string;
  readonly startTime: number;
  /** Inclusive. */
  readonly endTime: number;
}

/**
 * The questions that are asked, each with its price: everything is one POST to /info.
 * Weights: hyperliquid.gitbook.io/hyperliquid-docs, for-developers/api/rate-limits-and-user-limits (August 2026). What is charged by rows is spent before they are counted.
 */
export type HyperliquidInfo = ReturnType<typeof createHyperliquidInfo>;

export function createHyperliquidInfo(client: RestClient<HyperliquidBudget>) {
  const ask = <Shape extends z.ZodType>(
    type: string,
    body: Readonly<Record<string, unknown>>,
    price: { weight: number; leaves?: number; schema: Shape; attempts?: number },
    signal: AbortSignal,
  ) => client.post({ path: "/info", body: { type, ...body }, budget: "info", ...price, signal });
  return {
    pause: () => client.pause(),
    meta: (signal: AbortSignal) => ask("meta", {}, { weight: 20, schema: metaSchema }, signal),
    /** Tried once. */
    probe: (signal: AbortSignal) => ask("meta", {}, { weight: 20, schema: metaSchema, attempts: 1 }, signal),
    metaAndContexts: (signal: AbortSignal) => ask("metaAndAssetCtxs", {}, { weight: 20, schema: metaAndContextsSchema }, signal),
    /** Hyperliquid's own clock, by way of a book. */
    serverTime: (coin: string, signal: AbortSignal) => ask("l2Book", { coin }, { weight: 2, schema: bookTimeSchema }, signal),
    /** At most `rows` candles of `span`, oldest first. */
    candles: (span: CandleSpan, rows: number, signal: AbortSignal) =>
      ask("candleSnapshot", { req: span }, { weight: 20 + Math.ceil(rows / 60), schema: candlesSchema }, signal),
    funding: (span: Omit<CandleSpan, "interval">, rows: number, signal: AbortSignal) =>
      ask("fundingHistory", { ...span }, { weight: 20 + Math.ceil(Math.min(rows, FUNDING_PAGE) / 20), schema: fundingHistorySchema }, signal),
    /** Every position of an account. */
    account: (user: string, signal: AbortSignal) =>
      ask("clearinghouseState", { user }, { weight: 2, leaves: LEFT_BY_ACCOUNTS, schema: accountStateSchema, attempts: 1 }, signal),
    /** What an account traded in [startTime, endTime]. `isMore`: a page after a full one. */
    fills: (user: string, span: { readonly startTime: number; readonly endTime: number }, { isMore, signal }: { isMore: boolean; signal: AbortSignal }) => {
      const weight = 20 + (isMore ? FILL_PAGE : FILLS_EXPECTED) / 20;
      return ask("userFillsByTime", { user, ...span }, { weight, leaves: LEFT_BY_ACCOUNTS, schema: fillsSchema, attempts: 2 }, signal);
    },
    /** The newest trades of a coin, in the shape of the socket's. */
    recentTrades: (coin: string, signal: AbortSignal) => ask("recentTrades", { coin }, { weight: 20 + RECENT_TRADES / 20, schema: recentTradesSchema }, signal),
  };
}
