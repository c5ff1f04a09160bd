import { maintenanceOnMark } from "./maintenance-on-mark.ts";

/**
 * Binance USD-M futures: maintenance on mark with `cum` as the amount per bracket, no fee in the trigger.
 * Source: Binance FAQ "How to Calculate Liquidation Price of USD-M Futures Contracts",
 * binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93.
 */
export const binanceUsdm = maintenanceOnMark({ name: "binance-usdm", exchange: "binance", contracts: ["linear"] });
