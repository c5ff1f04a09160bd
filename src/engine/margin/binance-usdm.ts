import { usdBracketsOnMark } from "./usd-brackets-on-mark.ts";
import type { MarginModel } from "./margin-model.ts";

/**
 * Binance USD-M futures: maintenance on mark with `cum` as the amount per bracket, no fee in the trigger.
 * Source: Binance FAQ "How to Calculate Liquidation Price of USD-M Futures Contracts",
 * binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93.
 */
export const binanceUsdm: MarginModel = usdBracketsOnMark("binance-usdm");
