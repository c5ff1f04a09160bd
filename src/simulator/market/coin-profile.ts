import { AppError } from "#core/app-error.ts";
import { bracketsAt } from "#engine/margin/bracket-tables.ts";
import type { Bracket, MarginModel } from "#engine/margin/margin-model.ts";
import type { ExchangeDeclaration } from "./exchange-declaration.ts";

/** What a simulated instrument looks like from outside. Sizes inside the market are whole lots, so that sums are exact. */
export interface CoinProfile {
  readonly coin: string;
  readonly symbol: string;
  readonly marginModel: MarginModel;
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

type Coin = Omit<CoinProfile, "symbol" | "marginModel">;

const COINS: readonly Coin[] = [
  { coin: "BTC", price: 68_000, tickSize: 0.1, lotSize: 0.001, openInterestUsd: 8e9, volatilityRatio: 1, factorCorrelation: 0.9 },
  { coin: "ETH", price: 3_500, tickSize: 0.01, lotSize: 0.001, openInterestUsd: 4e9, volatilityRatio: 1.35, factorCorrelation: 0.85 },
  { coin: "SOL", price: 180, tickSize: 0.01, lotSize: 0.01, openInterestUsd: 1.5e9, volatilityRatio: 1.6, factorCorrelation: 0.75 },
];

/** A coin that an exchange lists but that is not described above: a smaller, wilder market at 1 USD. */
const SMALL_COIN = { price: 1, tickSize: 0.0001, lotSize: 1, openInterestUsd: 2e8, volatilityRatio: 2, factorCorrelation: 0.65 } as const;

/** The profile of a coin on an exchange. `not-found` when the exchange has no margin brackets for it. */
export function profileOfCoin(coin: string, { marginModel, symbolOf }: ExchangeDeclaration): CoinProfile {
  const symbol = symbolOf(coin);
  if (bracketsAt(marginModel.name, symbol, 0) === undefined)
    throw new AppError("not-found", `no simulated market for coin ${coin}: ${symbol} has no margin brackets`);
  const known = COINS.find((described) => described.coin === coin) ?? { ...SMALL_COIN, coin };
  return { ...known, symbol, marginModel };
}

/** Margin brackets in force at `time` for a profile's symbol. */
export function bracketsOfProfile({ symbol, marginModel }: CoinProfile, time: number): readonly Bracket[] {
  const table = bracketsAt(marginModel.name, symbol, time);
  if (table === undefined) throw new AppError("not-found", `no margin brackets for ${symbol}`);
  return table.brackets;
}
