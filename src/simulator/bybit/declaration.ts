import { HOUR_MS } from "#core/units.ts";
import { bybit } from "#engine/margin/bybit.ts";
import type { VenueDeclaration } from "#simulator/market/instrument-declaration.ts";

/** Tick, and smallest step in base coin, of the USDT perpetuals; tick of the inverse ones, whose contract is 1 USD. */
const STEPS: Readonly<Record<string, readonly [tickSize: number, lotSize: number, inverseTickSize: number]>> = {
  BTC: [0.1, 0.001, 0.1],
  ETH: [0.01, 0.01, 0.01],
  SOL: [0.01, 0.1, 0.01],
};

/** Bybit as the simulator lists it: USDT perpetuals and coin-margined ones of the large coins. */
export const BYBIT_VENUE: VenueDeclaration = {
  exchange: "bybit",
  instruments(coin) {
    const steps = STEPS[coin];
    if (steps === undefined) return [];
    const [tickSize, lotSize, inverseTickSize] = steps;
    const shared = { exchange: "bybit", contractSize: 1, marginModel: bybit, fundingIntervalMs: 8 * HOUR_MS, accounts: "private" } as const;
    return [
      { ...shared, symbol: `${coin}USDT`, contract: "linear", lotSize, tickSize, weight: 0.6 },
      { ...shared, symbol: `${coin}USD`, contract: "inverse", lotSize: 1, tickSize: inverseTickSize, weight: 0.1 },
    ];
  },
};
