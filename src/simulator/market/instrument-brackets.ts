import { bracketsAt, bracketsInUsd, bracketsOfTiers, symbolsOnFile } from "#engine/margin/bracket-tables.ts";
import type { Bracket, BracketUnit, MarginModel } from "#engine/margin/margin-model.ts";
import type { CoinProfile } from "./coin-profile.ts";

/** For symbols whose brackets are not on file: the shape that large coins have, caps in USD. The simulated exchange publishes them as its own. */
const STAND_IN: readonly (readonly [cap: number, maxLeverage: number, maintenanceRate: number])[] = [
  [300_000, 100, 0.005],
  [1_000_000, 75, 0.0065],
  [3_000_000, 50, 0.01],
  [12_000_000, 25, 0.02],
  [40_000_000, 10, 0.05],
  [100_000_000, 5, 0.1],
  [1e15, 2, 0.25],
];

export const hasBracketsOnFile = ({ name }: MarginModel, symbol: string): boolean => symbolsOnFile(name).includes(symbol);

/** Margin brackets of an instrument in force at `time`: those on file, else stand-ins in the unit of its exchange. */
export function bracketsOfInstrument(profile: CoinProfile, time: number): readonly Bracket[] {
  const { marginModel, symbol, contract } = profile;
  const onFile = bracketsAt(marginModel.name, symbol, time);
  if (onFile !== undefined) return onFile.brackets;
  const countsContracts = symbolsOnFile(marginModel.name).some((known) => bracketsAt(marginModel.name, known, time)?.brackets[0].unit === "contracts");
  const unit: BracketUnit = countsContracts ? "contracts" : contract === "inverse" ? "base" : "usd";
  const usdOfOne = usdOfUnit(profile, unit);
  const tiers = STAND_IN.map(([cap, maxLeverage, rate]) => [Math.max(1, Math.round(cap / usdOfOne)), maxLeverage, rate] as const);
  return bracketsOfTiers(tiers, { unit, amounts: countsContracts ? "none" : "continuous", ratePerCoin: 0 });
}

/** The same with caps in USD at the profile's price, by which traders know how much leverage they get. */
export function bracketsForTraders(profile: CoinProfile, brackets: readonly Bracket[]): readonly Bracket[] {
  return bracketsInUsd({ symbol: profile.symbol, validFrom: 0, source: "", brackets, usdPerCoin: profile.price }, profile);
}

function usdOfUnit({ price, contract, contractSize }: CoinProfile, unit: BracketUnit): number {
  if (unit === "usd") return 1;
  if (unit === "base") return price;
  return contract === "linear" ? contractSize * price : contractSize;
}
