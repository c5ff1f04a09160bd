import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import type { ExchangeDeclaration } from "#exchanges/exchange.ts";

export const REST_HOST = "POWDERKEG_HYPERLIQUID_REST_URL";
export const WS_HOST = "POWDERKEG_HYPERLIQUID_WS_URL";

/** Candles that are kept of each interval; older ones cannot be asked for. */
export const CANDLES_KEPT = 5_000;
export const FUNDING_INTERVAL_MS = HOUR_MS;

/** Hyperliquid's own perpetuals; those that others deploy on it (`dex:COIN`) are not followed. */
export const HYPERLIQUID = {
  id: "hyperliquid",
  label: "Hyperliquid",
  colour: "#2fd3b6",
  hosts: [
    { env: REST_HOST, url: "https://api.hyperliquid.xyz", use: "rest" },
    { env: WS_HOST, url: "wss://api.hyperliquid.xyz/ws", use: "ws" },
  ],
  // There is no public channel: what is printed are the forced fills of accounts that are looked at.
  liquidations: { sampling: "unknown", side: "position" },
  // Open interest is not kept: its history begins when we do. The depth of candles is that of one-minute ones.
  history: { candles: { depthMs: asMs(CANDLES_KEPT * MINUTE_MS) }, funding: {} },
  contracts: ["linear-perpetual"],
  symbolOfCoin: (coin) => (LISTED_BY_THE_THOUSAND.has(coin.toUpperCase()) ? `k${coin.toUpperCase()}` : coin.toUpperCase()),
} as const satisfies ExchangeDeclaration;

const LISTED_BY_THE_THOUSAND: ReadonlySet<string> = new Set(["PEPE", "SHIB", "BONK", "FLOKI", "LUNC", "DOGS", "NEIRO"]);

export type HyperliquidBudget = "info";

/** Hyperliquid allows 1,200 weight a minute and address; a little is left to whoever else asks from here. */
export const BUDGETS: Readonly<Record<HyperliquidBudget, Allowance>> = { info: { weight: 1_150, windowMs: MINUTE_MS } };
