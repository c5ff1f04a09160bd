import { AppError } from "#core/app-error.ts";
import type { ContractKind } from "#core/instrument.ts";
import { HOUR_MS } from "#core/units.ts";
import { bracketsAt } from "#engine/margin/bracket-tables.ts";
import type { Bracket, MarginModel } from "#engine/margin/margin-model.ts";
import type { ExchangeDeclaration } from "./exchange-declaration.ts";
import type { InstrumentDeclaration } from "./instrument-declaration.ts";

/** What a coin is like on all exchanges together. */
export interface CoinCharacter {
  readonly coin: string;
  /** Price around which the market starts, in USD. */
  readonly price: number;
  /** Volatility as a multiple of BTC's. */
  readonly volatilityRatio: number;
  /** Correlation of its returns with the factor common to all coins. */
  readonly factorCorrelation: number;
  /** Open interest of all its instruments; traders' sizes go by it. */
  readonly crowdUsd: number;
}

/** What a simulated instrument looks like from outside. Sizes inside the market are whole lots, so that sums are exact. */
export interface CoinProfile extends CoinCharacter {
  /** Undefined where the whole crowd trades on one. */
  readonly exchange: string | undefined;
  readonly symbol: string;
  readonly contract: ContractKind;
  /** Base coin (linear) or USD face (inverse) in one contract. */
  readonly contractSize: number;
  readonly marginModel: MarginModel;
  readonly tickSize: number;
  /** Base coin (linear) or USD face (inverse) in one lot. */
  readonly lotSize: number;
  readonly openInterestUsd: number;
  /** Part of the coin's open interest that is here. */
  readonly share: number;
  /** In how many prints its round trips go; 1 where the whole crowd trades on one instrument. */
  readonly liveliness: number;
  /** Undefined: pays none. */
  readonly fundingIntervalMs: number | undefined;
  /** Epoch ms; undefined: perpetual. */
  readonly expiry: number | undefined;
  readonly accounts: "public" | "private";
}

type Coin = CoinCharacter & { readonly tickSize: number; readonly lotSize: number };

const COINS: readonly Coin[] = [
  { coin: "BTC", price: 68_000, tickSize: 0.1, lotSize: 0.001, crowdUsd: 8e9, volatilityRatio: 1, factorCorrelation: 0.9 },
  { coin: "ETH", price: 3_500, tickSize: 0.01, lotSize: 0.001, crowdUsd: 4e9, volatilityRatio: 1.35, factorCorrelation: 0.85 },
  { coin: "SOL", price: 180, tickSize: 0.01, lotSize: 0.01, crowdUsd: 1.5e9, volatilityRatio: 1.6, factorCorrelation: 0.75 },
];

/** A coin that an exchange lists but that is not described above: a smaller, wilder market at 1 USD. */
const SMALL_COIN = { price: 1, tickSize: 0.0001, lotSize: 1, crowdUsd: 2e8, volatilityRatio: 2, factorCorrelation: 0.65 } as const;
/** Round trips of the largest of several instruments, and the least, go in so many prints where the whole crowd on one instrument prints 1. */
const LARGEST_LIVELINESS = 0.65;
const LEAST_LIVELINESS = 0.2;

const coinOf = (coin: string): Coin => COINS.find((described) => described.coin === coin) ?? { ...SMALL_COIN, coin };

/** The profile of a coin whose whole crowd trades on one exchange. `not-found` when the exchange has no margin brackets for it. */
export function profileOfCoin(coin: string, { marginModel, symbolOf }: ExchangeDeclaration): CoinProfile {
  const symbol = symbolOf(coin);
  if (bracketsAt(marginModel.name, symbol, 0) === undefined)
    throw new AppError("not-found", `no simulated market for coin ${coin}: ${symbol} has no margin brackets`);
  const known = coinOf(coin);
  return {
    ...known,
    exchange: undefined,
    symbol,
    contract: "linear",
    contractSize: 1,
    marginModel,
    openInterestUsd: known.crowdUsd,
    share: 1,
    liveliness: 1,
    fundingIntervalMs: 8 * HOUR_MS,
    expiry: undefined,
    accounts: "private",
  };
}

/** Profiles of a coin's instruments, among which its open interest is divided by their weights. */
export function profilesOfInstruments(coin: string, instruments: readonly InstrumentDeclaration[]): CoinProfile[] {
  const { price, volatilityRatio, factorCorrelation, crowdUsd } = coinOf(coin);
  const weights = instruments.map(({ weight }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const largest = Math.max(...weights);
  return instruments.map(({ weight, fundingIntervalMs, expiry, ...listed }) => ({
    coin,
    price,
    volatilityRatio,
    factorCorrelation,
    crowdUsd,
    ...listed,
    openInterestUsd: (crowdUsd * weight) / total,
    share: weight / total,
    liveliness: weights.length === 1 ? 1 : Math.max(LEAST_LIVELINESS, (LARGEST_LIVELINESS * weight) / largest),
    fundingIntervalMs,
    expiry,
  }));
}

/** Margin brackets in force at `time` for a profile's symbol. */
export function bracketsOfProfile({ symbol, marginModel }: CoinProfile, time: number): readonly Bracket[] {
  const table = bracketsAt(marginModel.name, symbol, time);
  if (table === undefined) throw new AppError("not-found", `no margin brackets for ${symbol}`);
  return table.brackets;
}
