import type { Instrument } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";

/** Instruments as {@link readListing} makes them, one of each kind that has rules of its own. */
const perpetual = (symbol: string, rest: Partial<Instrument> = {}): Instrument => ({
  exchange: "okx",
  symbol,
  coin: symbol.split("-")[0],
  contract: "linear",
  contractSize: 0.01,
  tickSize: 0.1,
  marginModel: "okx",
  ...rest,
});

export const BITCOIN = perpetual("BTC-USDT-SWAP");
export const BITCOIN_INVERSE = perpetual("BTC-USD-SWAP", { contract: "inverse", contractSize: 100 });
export const BITCOIN_DATED = perpetual("BTC-USDT-261225", { expiry: asMs(Date.UTC(2026, 11, 25, 8)) });
export const ETHER = perpetual("ETH-USDT-SWAP", { contractSize: 0.1 });

export const bySymbol = (...instruments: readonly Instrument[]): ReadonlyMap<string, Instrument> =>
  new Map(instruments.map((instrument) => [instrument.symbol, instrument]));

/** A perpetual as OKX lists it. */
export const LISTED = {
  instType: "SWAP",
  instId: "BTC-USDT-SWAP",
  instFamily: "BTC-USDT",
  ctType: "linear",
  ctVal: "0.01",
  ctMult: "1",
  ctValCcy: "BTC",
  settleCcy: "USDT",
  tickSz: "0.1",
  lever: "100",
  expTime: "",
  state: "live",
};
