import { DAY_MS, HOUR_MS } from "#core/units.ts";
import { okx } from "#engine/margin/okx.ts";
import type { InstrumentDeclaration, VenueDeclaration } from "#simulator/market/instrument-declaration.ts";

/** Of one coin: base coin in a linear contract, USD in an inverse one, tick of both. Sizes step by a hundredth of a linear contract and by a tenth of an inverse one. */
const CONTRACTS: Readonly<Record<string, { readonly linear: number; readonly inverse: number; readonly tickSize: number }>> = {
  BTC: { linear: 0.01, inverse: 100, tickSize: 0.1 },
  ETH: { linear: 0.1, inverse: 10, tickSize: 0.01 },
  SOL: { linear: 1, inverse: 10, tickSize: 0.01 },
};
const SHORTEST_LIFE_MS = 40 * DAY_MS;

/** OKX as the simulator lists it, of the large coins: swaps of both margins, and one dated future. */
export const OKX_VENUE: VenueDeclaration = {
  exchange: "okx",
  instruments(coin, start) {
    const contracts = CONTRACTS[coin];
    const shared = { exchange: "okx", marginModel: okx, accounts: "private" } as const;
    const swap = { ...shared, fundingIntervalMs: 8 * HOUR_MS } as const;
    if (contracts === undefined) return [];
    const { linear, inverse, tickSize } = contracts;
    const expiry = lastFridayOfQuarter(start + SHORTEST_LIFE_MS);
    const margined = { contract: "linear", contractSize: linear, lotSize: linear / 100, tickSize } as const;
    return [
      { ...swap, ...margined, symbol: `${coin}-USDT-SWAP`, weight: 0.35 },
      { ...swap, symbol: `${coin}-USD-SWAP`, contract: "inverse", contractSize: inverse, lotSize: inverse / 10, tickSize, weight: 0.08 },
      { ...shared, ...margined, symbol: `${coin}-USDT-${sixDigits(expiry)}`, expiry, weight: 0.05 },
    ] satisfies InstrumentDeclaration[];
  },
};

/** Quarterly futures are delivered at 8 h UTC on the last Friday of March, June, September and December. */
function lastFridayOfQuarter(after: number): number {
  const from = new Date(after);
  for (let month = Math.floor(from.getUTCMonth() / 3) * 3 + 3; ; month += 3) {
    const lastDay = Date.UTC(from.getUTCFullYear(), month, 0, 8);
    const expiry = lastDay - ((new Date(lastDay).getUTCDay() + 2) % 7) * DAY_MS;
    if (expiry > after) return expiry;
  }
}

const sixDigits = (time: number): string => new Date(time).toISOString().slice(2, 10).replaceAll("-", "");
