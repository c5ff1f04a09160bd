import { HOUR_MS } from "#core/units.ts";
import { bitget } from "#engine/margin/bitget.ts";
import { hasBracketsOnFile } from "#simulator/market/instrument-brackets.ts";
import type { VenueDeclaration } from "#simulator/market/instrument-declaration.ts";

const STEPS: Readonly<Record<string, readonly [tickSize: number, lotSize: number]>> = { BTC: [0.1, 0.0001], ETH: [0.01, 0.01], SOL: [0.01, 0.1] };

/** Bitget as the simulator lists it: USDT perpetuals. */
export const BITGET_VENUE: VenueDeclaration = {
  exchange: "bitget",
  instruments(coin) {
    if (!hasBracketsOnFile(bitget, `${coin}USDT`)) return [];
    const [tickSize, lotSize] = STEPS[coin] ?? [0.0001, 1];
    return [
      {
        exchange: "bitget",
        symbol: `${coin}USDT`,
        contract: "linear",
        contractSize: 1,
        lotSize,
        tickSize,
        weight: 0.45,
        marginModel: bitget,
        fundingIntervalMs: 8 * HOUR_MS,
        accounts: "private",
      },
    ];
  },
};
