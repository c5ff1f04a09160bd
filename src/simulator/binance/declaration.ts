import { HOUR_MS } from "#core/units.ts";
import { binanceUsdm } from "#engine/margin/binance-usdm.ts";
import type { ExchangeDeclaration } from "#simulator/market/exchange-declaration.ts";
import { hasBracketsOnFile } from "#simulator/market/instrument-brackets.ts";
import type { VenueDeclaration } from "#simulator/market/instrument-declaration.ts";

/** Binance USD-M as the simulator lists it. */
export const USDM_DECLARATION: ExchangeDeclaration = { marginModel: binanceUsdm, symbolOf: (coin) => `${coin}USDT` };

const STEPS: Readonly<Record<string, readonly [tickSize: number, lotSize: number]>> = { BTC: [0.1, 0.001], ETH: [0.01, 0.001], SOL: [0.01, 0.01] };

/** What Binance USD-M lists in a crowd. */
export const BINANCE_VENUE: VenueDeclaration = {
  exchange: "binance",
  instruments(coin) {
    if (!hasBracketsOnFile(binanceUsdm, `${coin}USDT`)) return [];
    const [tickSize, lotSize] = STEPS[coin] ?? [0.0001, 1];
    return [
      {
        exchange: "binance",
        symbol: `${coin}USDT`,
        contract: "linear",
        contractSize: 1,
        lotSize,
        tickSize,
        weight: 1,
        marginModel: binanceUsdm,
        fundingIntervalMs: 8 * HOUR_MS,
        accounts: "private",
      },
    ];
  },
};
