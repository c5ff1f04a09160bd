import { HOUR_MS } from "#core/units.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import type { ExchangeDeclaration } from "#exchanges/exchange.ts";

export const REST_HOST = "POWDERKEG_BYBIT_REST_URL";
export const WS_HOST = "POWDERKEG_BYBIT_WS_URL";

/** Bybit's perpetuals and dated futures, linear (USDT, USDC) and inverse. bybit-exchange.github.io/docs/v5, as of July 2026. */
export const BYBIT: ExchangeDeclaration = {
  id: "bybit",
  label: "Bybit",
  colour: "#ff7f32",
  hosts: [
    { env: REST_HOST, url: "https://api.bybit.com", use: "rest" },
    { env: WS_HOST, url: "wss://stream.bybit.com", use: "ws" },
  ],
  liquidations: { sampling: "complete", side: "position" },
  openInterest: "on-change",
  history: {
    candles: {},
    "mark-candles": {},
    "open-interest": { beforeMapMs: HOUR_MS },
    funding: {},
    ratio: { beforeMapMs: HOUR_MS },
  },
  contracts: ["linear-perpetual", "inverse-perpetual", "linear-dated", "inverse-dated"],
  symbolOfCoin: (coin) => `${coin.toUpperCase()}USDT`,
};

/** Bybit allows an address 600 requests in 5 s and bans it for ten minutes beyond. Split so that a long backfill never starves the live feed, with a little left over. */
export const BUDGETS = {
  live: { weight: 150, windowMs: 5_000 },
  history: { weight: 300, windowMs: 5_000 },
} as const satisfies Record<string, Allowance>;

export type BybitBudget = keyof typeof BUDGETS;
