import { binanceUsdm } from "#engine/margin/binance-usdm.ts";
import type { ExchangeDeclaration } from "./exchange-declaration.ts";

/** The exchange on which the market's own tests run. */
export const LINEAR_EXCHANGE: ExchangeDeclaration = { marginModel: binanceUsdm, symbolOf: (coin) => `${coin}USDT` };
