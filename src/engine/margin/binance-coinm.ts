import { maintenanceOnMark } from "./maintenance-on-mark.ts";

/**
 * Binance COIN-M futures: as USD-M, with brackets and `cum` in base coin at the price in question.
 * Source: Binance FAQ "How to Calculate Liquidation Price of COIN-M Futures Contracts",
 * binance.com/en/support/faq/ceccfcfb4e3a45e3b48b0b1bb1a8ae46.
 */
export const binanceCoinm = maintenanceOnMark({ name: "binance-coinm", exchange: "binance", contracts: ["inverse"] });
