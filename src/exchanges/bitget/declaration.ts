import { DAY_MS, asMs } from "#core/units.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import type { ExchangeDeclaration } from "#exchanges/exchange.ts";

export const REST_HOST = "POWDERKEG_BITGET_REST_URL";
export const WS_HOST = "POWDERKEG_BITGET_WS_URL";

/**
 * Bitget's perpetuals in USDT, USDC and coins, and its dated coin futures, over the API of the unified account (v3).
 * bitget.com/api-doc/uta, as of September 2026. Open interest has no history there.
 */
export const BITGET: ExchangeDeclaration = {
  id: "bitget",
  label: "Bitget",
  colour: "#1fc7d4",
  hosts: [
    { env: REST_HOST, url: "https://api.bitget.com", use: "rest" },
    { env: WS_HOST, url: "wss://ws.bitget.com", use: "ws" },
  ],
  // Of each symbol and side the largest of a second.
  liquidations: { sampling: "one-per-second", side: "position" },
  history: { candles: {}, "mark-candles": {}, funding: {}, ratio: {}, liquidations: { depthMs: asMs(3 * DAY_MS) } },
  contracts: ["linear-perpetual", "inverse-perpetual", "inverse-dated"],
  symbolOfCoin: (coin) => `${coin.toUpperCase()}USDT`,
};

/**
 * Bitget allows an address 20 requests a second to most endpoints, 10 to old trades, 5 to liquidations, 1 to ratios. What live feed and history share is split so that
 * a long backfill never starves the feed.
 */
export const BUDGETS = {
  live: { weight: 7, windowMs: 1_000 },
  history: { weight: 12, windowMs: 1_000 },
  liquidations: { weight: 4, windowMs: 1_000 },
  trades: { weight: 8, windowMs: 1_000 },
  ratios: { weight: 1, windowMs: 1_100 },
} as const satisfies Record<string, Allowance>;

export type BitgetBudget = keyof typeof BUDGETS;
