import type { ContractKind, Instrument } from "#core/instrument.ts";
import { POSITION_SIDES, type PositionSide } from "#core/position-side.ts";
import { rowsOfRatio } from "#core/price-rows.ts";
import { tierIndex } from "#core/tier.ts";
import type { LadderPrior, PriorRung, RungMargin } from "./ladder-prior.ts";
import type { Bracket, MarginModel } from "./margin/margin-model.ts";

/** Equal parts of a rung's leverage range, over each of which cross positions are spread evenly; of a narrow range there is one. */
const SPREAD_STRETCHES = 4;
const NARROW_ROWS = 64;

/** 1.2 % of price: nearer rungs are laid out at every step. */
export const FAR_ROWS = 60;

/** One rung of effective leverage of one side, for one instrument: where its positions liquidate, in rows from entry. */
export interface Rung extends PriorRung {
  /** Index into TIERS. */
  readonly tier: number;
  /** Prior share of newly opened notional; the rungs of a side and its never rung sum to 1. 0: the brackets do not allow the leverage, nothing opens. */
  readonly priorWeight: number;
  readonly fastShare: number;
  /** Typical distance in rows from entry to liquidation: negative for longs. */
  readonly shift: number;
  /** Isolated: exact shifts of the position sizes, and the share of the rung in each. Cross: none. */
  readonly isolated: readonly { readonly shift: number; readonly share: number }[];
  /** Cross: shifts over the rung's leverage range, the ends of the stretches that hold equal parts of it, ascending. Isolated: empty. */
  readonly spread: Float64Array;
  /** Smallest distance of any of its shifts. */
  readonly nearest: number;
}

export interface Ladder {
  /** [side][rung]: every rung of the prior, with prior weight 0 above the highest leverage that the brackets allow. */
  readonly rungs: readonly [readonly Rung[], readonly Rung[]];
  readonly priorNever: readonly [number, number];
  /** Smallest distance in rows between an entry and its liquidation. */
  readonly nearestShift: number;
  /** Rungs [0, farRungs) liquidate at least FAR_ROWS from entry on both sides: what opens there can wait, see owed-openings.ts. */
  readonly farRungs: number;
}

/** Builds an instrument's ladder from the prior, its exchange's margin rule and the brackets in force. */
export function createLadder(instrument: Instrument, margin: { model: MarginModel; brackets: readonly Bracket[] }, prior: LadderPrior): Ladder {
  const highest = maxLeverage(margin.brackets);
  const crossLeverages = prior.rungs.filter((rung) => rung.margin === "cross" && rung.leverage <= highest).map(({ leverage }) => leverage);
  const sides = POSITION_SIDES.map((side, index) => {
    const opened = openedShares(prior.rungs, side === "short" ? (prior.shortOpened ?? prior.opened) : prior.opened, highest);
    const solve: SolveShift = (leverage, usd) => liquidationShift({ contract: instrument.contract, margin, side, leverage, usd });
    return prior.rungs.map((rung, at): Rung => {
      const { leverage } = rung;
      const common = { ...rung, tier: tierIndex(leverage), fastShare: fastShareOf(leverage, prior) };
      if (leverage > highest)
        return { ...common, priorWeight: 0, shift: Math.round(solve(highest, prior.positionUsd[0])), isolated: [], spread: NOWHERE, nearest: Infinity };
      const isolated = rung.margin === "isolated" ? isolatedShifts(leverage, { prior, brackets: margin.brackets, solve }) : [];
      const spread = rung.margin === "cross" ? spreadShifts(leverageRange(crossLeverages, crossLeverages.indexOf(leverage)), { prior, solve }) : NOWHERE;
      return {
        ...common,
        priorWeight: opened[at] * (1 - prior.neverShare[index]),
        shift: Math.round(solve(leverage, prior.positionUsd[0])),
        isolated,
        spread,
        nearest: Math.min(...isolated.map(({ shift }) => Math.abs(shift)), ...spread.map(Math.abs)),
      };
    });
  });
  const firstNear = prior.rungs.findIndex((_, rung) => sides.some((rungs) => rungs[rung].nearest < FAR_ROWS));
  return {
    rungs: [sides[0], sides[1]],
    priorNever: prior.neverShare,
    nearestShift: Math.min(...sides.flat().map(({ nearest }) => nearest)),
    farRungs: firstNear < 0 ? prior.rungs.length : firstNear,
  };
}

const NOWHERE = new Float64Array(0);

/** Rows from entry to liquidation of a position of `usd` notional at `leverage`. */
type SolveShift = (leverage: number, usd: number) => number;

const maxLeverage = (brackets: readonly Bracket[]): number => Math.max(...brackets.map((bracket) => bracket.maxLeverage));

/** Solved at a nominal entry price of 1: shifts are the same at every price. */
function liquidationShift(of: {
  contract: ContractKind;
  margin: { model: MarginModel; brackets: readonly Bracket[] };
  side: PositionSide;
  leverage: number;
  usd: number;
}): number {
  const { model, brackets } = of.margin;
  const price = model.liquidationPrice({ contract: of.contract, side: of.side, entry: 1, size: of.usd, margin: of.usd / of.leverage }, brackets);
  const rows = price === undefined ? -Infinity : rowsOfRatio(price);
  // At least one row away, so that a rung whose bracket leaves it no room is still on its own side of the entry.
  return of.side === "long" ? Math.max(Math.min(rows, -1), -MOST_ROWS) : Math.min(Math.max(rows, 1), MOST_ROWS);
}

/** About a factor of ten in price: further away nothing is drawn or swept. */
const MOST_ROWS = 11_500;

/** Leverage range of a rung: to the geometric middle of its neighbours, never above the highest rung. */
export function leverageRange(leverages: readonly number[], rung: number): { low: number; high: number } {
  const at = leverages[rung];
  const below = leverages[rung - 1] ?? at / 1.3;
  const above = leverages[rung + 1] ?? at;
  return { low: Math.max(1.05, Math.sqrt(below * at)), high: Math.sqrt(at * above) };
}

/** Share of each rung in newly opened notional; what the brackets do not allow is opened at the highest leverage that they do, in the same margin where it can be. */
function openedShares(rungs: readonly PriorRung[], shares: readonly number[], highest: number): readonly number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const allowed = shares.map((share, rung) => (rungs[rung].leverage <= highest ? share / total : 0));
  const highestOf = (margin?: RungMargin) => rungs.findLastIndex((rung) => rung.leverage <= highest && rung.margin === (margin ?? rung.margin));
  rungs.forEach(({ leverage, margin }, rung) => {
    if (leverage <= highest) return;
    const same = highestOf(margin);
    allowed[same >= 0 ? same : highestOf()] += shares[rung] / total;
  });
  return allowed;
}

/** Share of what opens at a leverage that belongs to the fast cohort. */
export function fastShareOf(leverage: number, { rungs, fastShare: [lowest, highest] }: LadderPrior): number {
  const first = rungs[0].leverage;
  const span = Math.log(rungs[rungs.length - 1].leverage / first);
  return lowest + (highest - lowest) * Math.min(1, Math.max(0, Math.log(leverage / first) / span));
}

/** Cross positions of the middle size, evenly in log leverage over the rung's range. */
function spreadShifts({ low, high }: { low: number; high: number }, { prior, solve }: { prior: LadderPrior; solve: SolveShift }): Float64Array {
  const usd = prior.positionUsd[Math.floor(prior.positionUsd.length / 2)];
  const ends = (stretches: number) => Float64Array.from({ length: stretches + 1 }, (_, i) => solve(low * (high / low) ** (i / stretches), usd)).sort();
  const whole = ends(1);
  return whole[1] - whole[0] < NARROW_ROWS ? whole : ends(SPREAD_STRETCHES);
}

/** Isolated positions of each size, where the brackets allow the leverage at that size; sizes with the same shift are one. */
function isolatedShifts(
  leverage: number,
  { prior, brackets, solve }: { prior: LadderPrior; brackets: readonly Bracket[]; solve: SolveShift },
): readonly { shift: number; share: number }[] {
  const fits = prior.positionUsd.map((usd) => leverage <= (brackets.find(({ cap }) => usd <= cap)?.maxLeverage ?? 0));
  const total = prior.positionShares.reduce((sum, share, i) => sum + (fits[i] ? share : 0), 0);
  const shifts: { shift: number; share: number }[] = [];
  prior.positionUsd.forEach((usd, i) => {
    if (!fits[i]) return;
    const shift = solve(leverage, usd);
    const share = prior.positionShares[i] / total;
    const same = shifts.find((other) => Math.abs(other.shift - shift) < 0.25);
    if (same) same.share += share;
    else shifts.push({ shift, share });
  });
  return shifts.length > 0 ? shifts : [{ shift: solve(leverage, prior.positionUsd[0]), share: 1 }];
}
