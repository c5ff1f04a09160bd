import { binanceUsdm } from "#engine/margin/binance-usdm.ts";
import type { ExchangeDeclaration } from "#simulator/market/exchange-declaration.ts";

/** Binance USD-M: linear perpetuals against USDT. */
export const USDM_DECLARATION: ExchangeDeclaration = { marginModel: binanceUsdm, symbolOf: (coin) => `${coin}USDT` };
