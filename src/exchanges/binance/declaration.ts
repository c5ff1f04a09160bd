import { DAY_MS, HOUR_MS, asMs } from "#core/units.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import type { ExchangeDeclaration } from "#exchanges/exchange.ts";

export const REST_HOST = "POWDERKEG_BINANCE_REST_URL";
export const WS_HOST = "POWDERKEG_BINANCE_WS_URL";
export const WEB_HOST = "POWDERKEG_BINANCE_WEB_URL";

const SAMPLES_KEPT_MS = asMs(30 * DAY_MS);

/** Binance USD-M, perpetual and dated. developers.binance.com/docs/derivatives/usds-margined-futures, as of May 2026. */
export const BINANCE: ExchangeDeclaration = {
  id: "binance",
  label: "Binance",
  colour: "#f0b90b",
  hosts: [
    { env: REST_HOST, url: "https://fapi.binance.com", use: "rest" },
    { env: WS_HOST, url: "wss://fstream.binance.com", use: "ws" },
    { env: WEB_HOST, url: "https://www.binance.com", use: "rest" },
  ],
  liquidations: { sampling: "one-per-second", side: "order" },
  bookUpdates: "everywhere",
  history: {
    candles: {},
    "mark-candles": {},
    "open-interest": { depthMs: SAMPLES_KEPT_MS, beforeMapMs: HOUR_MS },
    funding: {},
    ratio: { depthMs: SAMPLES_KEPT_MS, beforeMapMs: HOUR_MS },
  },
  contracts: ["linear-perpetual", "linear-dated"],
  symbolOfCoin: (coin) => `${coin.toUpperCase()}USDT`,
};

/**
 * Binance's limits per address: 2400 weight a minute for everything under /fapi, 500 requests in 5 minutes for funding, 1000 for /futures/data.
 * The first and the last are split so that a long backfill never starves the live feed, nor the search for missing trades the books, with a little left for other programs behind the same address.
 */
export const BUDGETS = {
  live: { weight: 700, windowMs: 60_000 },
  books: { weight: 400, windowMs: 60_000 },
  trades: { weight: 200, windowMs: 60_000 },
  history: { weight: 1_000, windowMs: 60_000 },
  funding: { weight: 450, windowMs: 300_000 },
  data: { weight: 650, windowMs: 300_000 },
  recentData: { weight: 250, windowMs: 300_000 },
} as const satisfies Record<string, Allowance>;

export type BinanceBudget = keyof typeof BUDGETS;

/** What the public web page's own feed allows is not documented; its brackets are asked for a few times a day. */
export const WEB_BUDGETS = { web: { weight: 6, windowMs: 60_000 } } as const satisfies Record<string, Allowance>;

export type BinanceWebBudget = keyof typeof WEB_BUDGETS;
