import { DAY_MS, HOUR_MS, asMs } from "#core/units.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import type { ExchangeDeclaration } from "#exchanges/exchange.ts";

export const REST_HOST = "POWDERKEG_OKX_REST_URL";
export const WS_HOST = "POWDERKEG_OKX_WS_URL";

/** OKX perpetual and dated futures, in USDT and in coin. okx.com/docs-v5, as of July 2026. */
export const OKX: ExchangeDeclaration = {
  id: "okx",
  label: "OKX",
  colour: "#9aa3b2",
  hosts: [
    { env: REST_HOST, url: "https://www.okx.com", use: "rest" },
    { env: WS_HOST, url: "wss://ws.okx.com:8443", use: "ws" },
  ],
  // "This data doesn't represent the total number of liquidations on OKX": how much it leaves out is not said.
  liquidations: { sampling: "unknown", side: "order" },
  history: {
    candles: {},
    "mark-candles": {},
    "open-interest": { depthMs: asMs(60 * DAY_MS), beforeMapMs: HOUR_MS },
    funding: { depthMs: asMs(90 * DAY_MS) },
    ratio: { depthMs: asMs(60 * DAY_MS), beforeMapMs: HOUR_MS },
  },
  contracts: ["linear-perpetual", "inverse-perpetual", "linear-dated", "inverse-dated"],
  symbolOfCoin: (coin) => `${coin.toUpperCase()}-USDT-SWAP`,
};

/** Longer than OKX's own two seconds, since what leaves here evenly may arrive there closer together. */
const WINDOW_MS = 2_100;

/** OKX counts requests per endpoint and address, never a weight. */
export const BUDGETS = {
  time: { weight: 10, windowMs: WINDOW_MS },
  instruments: { weight: 20, windowMs: WINDOW_MS },
  candles: { weight: 20, windowMs: WINDOW_MS },
  recentCandles: { weight: 40, windowMs: WINDOW_MS },
  markCandles: { weight: 10, windowMs: WINDOW_MS },
  openInterest: { weight: 10, windowMs: WINDOW_MS },
  ratio: { weight: 5, windowMs: WINDOW_MS },
  funding: { weight: 10, windowMs: WINDOW_MS },
  trades: { weight: 20, windowMs: WINDOW_MS },
  markPrice: { weight: 10, windowMs: WINDOW_MS },
  tiers: { weight: 10, windowMs: WINDOW_MS },
} as const satisfies Record<string, Allowance>;

export type OkxBudget = keyof typeof BUDGETS;
