import { type Reliability, gradeOf } from "#engine/uncertainty/reliability.ts";

/** A market with its grade, and the floor of open interest that lowers it: below the floor it is a thin one. */
export interface Graded {
  readonly openInterestUsd: number | null;
  readonly reliability: Reliability | null;
  /** USD; null: it is not below any, or nothing is known of it. */
  readonly thinBelowUsd: number | null;
}

/** The market graded under a floor, USD. Half of its score goes with its open interest, as far as that is below; 0: no market is thin. */
export function underFloor<Market extends Graded>(market: Market, floorUsd: number): Market {
  const { openInterestUsd, reliability } = market;
  if (reliability === null || openInterestUsd === null || openInterestUsd >= floorUsd) return market;
  const score = reliability.score * shareLeft(openInterestUsd, floorUsd);
  const reason = `a thin market: open interest of ${millions(openInterestUsd)} is below the floor of ${millions(floorUsd)}`;
  return { ...market, thinBelowUsd: floorUsd, reliability: { grade: gradeOf(score), score, reasons: [reason, ...reliability.reasons] } };
}

/** The same market under another floor than the one that it was graded under. */
export const underOtherFloor = <Market extends Graded>(market: Market, floorUsd: number): Market => underFloor(withoutFloor(market), floorUsd);

/** Undoes {@link underFloor}: the thin market is the first of its reasons. */
function withoutFloor<Market extends Graded>(market: Market): Market {
  const { openInterestUsd, reliability, thinBelowUsd } = market;
  if (reliability === null || openInterestUsd === null || thinBelowUsd === null) return market;
  const score = Math.min(1, reliability.score / shareLeft(openInterestUsd, thinBelowUsd));
  return { ...market, thinBelowUsd: null, reliability: { grade: gradeOf(score), score, reasons: reliability.reasons.slice(1) } };
}

const shareLeft = (openInterestUsd: number, floorUsd: number): number => 0.5 + (0.5 * openInterestUsd) / floorUsd;

const millions = (usd: number): string => `$${usd < 9_950_000 ? (usd / 1e6).toFixed(1) : Math.round(usd / 1e6)}M`;
