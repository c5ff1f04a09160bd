import { HOUR_MS } from "#core/units.ts";
import { hyperliquid } from "#engine/margin/hyperliquid.ts";
import { hasBracketsOnFile } from "#simulator/market/instrument-brackets.ts";
import type { VenueDeclaration } from "#simulator/market/instrument-declaration.ts";

/** Five significant figures of price; sizes by the coin's `szDecimals`. */
const STEPS: Readonly<Record<string, readonly [tickSize: number, lotSize: number]>> = { BTC: [1, 0.00001], ETH: [0.1, 0.0001], SOL: [0.01, 0.01] };

/** Hyperliquid as the simulator lists it: perpetuals whose holders are public. */
export const HYPERLIQUID_VENUE: VenueDeclaration = {
  exchange: "hyperliquid",
  instruments(coin) {
    if (!hasBracketsOnFile(hyperliquid, coin)) return [];
    const [tickSize, lotSize] = STEPS[coin] ?? [0.0001, 1];
    return [
      {
        exchange: "hyperliquid",
        symbol: coin,
        contract: "linear",
        contractSize: 1,
        lotSize,
        tickSize,
        weight: 0.35,
        marginModel: hyperliquid,
        fundingIntervalMs: HOUR_MS,
        accounts: "public",
      },
    ];
  },
};
