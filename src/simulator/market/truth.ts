import { LONG } from "#core/position-side.ts";
import { TIERS, tierIndex } from "#core/tier.ts";
import { rowCentre, rowOf } from "#core/price-rows.ts";
import { type MarketState, openInterestLots } from "./market-state.ts";

/** One price row of the true book, in USD at the row's centre (inverse: USD face); in the shape of the levels that `estimate` prints (docs/history-files.md). */
export interface TrueLevel {
  readonly price: number;
  longUsd: number;
  shortUsd: number;
  readonly byTier: Record<string, number>;
}

/** What every open position would show, if positions were public. */
export interface TruthSnapshot {
  readonly time: number;
  readonly mark: number;
  /** Base coin; inverse: USD face. */
  readonly openInterest: number;
  readonly openInterestUsd: number;
  /** Open interest that price alone cannot close: makers, arbitrageurs, hedged positions, the insurance fund. */
  readonly neverLongUsd: number;
  readonly neverShortUsd: number;
  /** By price, lowest first. */
  readonly levels: readonly TrueLevel[];
}

/** The true liquidation levels now. */
export function truthOf(state: MarketState): TruthSnapshot {
  const { positions, profile, makers, mark } = state;
  const { contract, lotSize } = profile;
  const usdOf = (lots: number, price: number) => (contract === "linear" ? lots * lotSize * price : lots * lotSize);
  const rows = new Map<number, TrueLevel>();
  const never = [makers.long + makers.fundLong + makers.arbitrageLong, makers.short + makers.fundShort + makers.arbitrageShort];
  for (let slot = 0; slot < positions.used; slot++) {
    if (positions.open[slot] === 0) continue;
    const liquidation = positions.liquidation[slot];
    if (Number.isNaN(liquidation)) {
      never[positions.side[slot]] += positions.lots[slot];
      continue;
    }
    const level = levelOf(rows, rowOf(liquidation));
    const usd = usdOf(positions.lots[slot], level.price);
    if (positions.side[slot] === LONG) level.longUsd += usd;
    else level.shortUsd += usd;
    level.byTier[TIERS[tierIndex(positions.leverage[slot])]] += usd;
  }
  const standingLots = openInterestLots(state);
  return {
    time: state.time,
    mark,
    openInterest: standingLots * lotSize,
    openInterestUsd: usdOf(standingLots, mark),
    neverLongUsd: usdOf(never[0], mark),
    neverShortUsd: usdOf(never[1], mark),
    levels: [...rows.values()].sort((a, b) => a.price - b.price),
  };
}

function levelOf(rows: Map<number, TrueLevel>, row: number): TrueLevel {
  const known = rows.get(row);
  if (known !== undefined) return known;
  const level: TrueLevel = { price: rowCentre(row), longUsd: 0, shortUsd: 0, byTier: Object.fromEntries(TIERS.map((tier) => [tier, 0])) };
  rows.set(row, level);
  return level;
}
