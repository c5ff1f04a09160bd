import { AppError } from "#core/app-error.ts";
import { bracketsAt } from "#engine/margin/bracket-tables.ts";
import type { Bracket } from "#engine/margin/margin-model.ts";

/** What a simulated instrument looks like from outside. Sizes inside the market are whole lots, so that sums are exact. */
export interface CoinProfile {
  readonly coin: string;
  readonly symbol: string;
  /** Price around which the market starts, in USD. */
  readonly price: number;
  readonly tickSize: number;
  /** Base coin in one lot. */
  readonly lotSize: number;
  readonly openInterestUsd: number;
  /** Volatility as a multiple of BTC's. */
  readonly volatilityRatio: number;
  /** Correlation of its returns with the factor common to all coins. */
  readonly factorCorrelation: number;
}

const PROFILES: readonly CoinProfile[] = [
  { coin: "BTC", symbol: "BTCUSDT", price: 68_000, tickSize: 0.1, lotSize: 0.001, openInterestUsd: 8e9, volatilityRatio: 1, factorCorrelation: 0.9 },
  { coin: "ETH", symbol: "ETHUSDT", price: 3_500, tickSize: 0.01, lotSize: 0.001, openInterestUsd: 4e9, volatilityRatio: 1.35, factorCorrelation: 0.85 },
  { coin: "SOL", symbol: "SOLUSDT", price: 180, tickSize: 0.01, lotSize: 0.01, openInterestUsd: 1.5e9, volatilityRatio: 1.6, factorCorrelation: 0.75 },
];

/** A coin that is listed on Binance but has no profile of its own: a smaller, wilder market at 1 USD. */
const SMALL_COIN = { price: 1, tickSize: 0.0001, lotSize: 1, openInterestUsd: 2e8, volatilityRatio: 2, factorCorrelation: 0.65 } as const;

/** The profile of a coin. `not-found` when Binance has no margin brackets for its USDT perpetual. */
export function profileOfCoin(coin: string): CoinProfile {
  const known = PROFILES.find((profile) => profile.coin === coin);
  if (known !== undefined) return known;
  const symbol = `${coin}USDT`;
  if (bracketsAt("binance-usdm", symbol, 0) === undefined)
    throw new AppError("not-found", `no simulated market for coin ${coin}: ${symbol} has no margin brackets`);
  return { ...SMALL_COIN, coin, symbol };
}

/** Margin brackets in force at `time` for a profile's symbol. */
export function bracketsOfProfile({ symbol }: CoinProfile, time: number): readonly Bracket[] {
  const table = bracketsAt("binance-usdm", symbol, time);
  if (table === undefined) throw new AppError("not-found", `no margin brackets for ${symbol}`);
  return table.brackets;
}
