import { type ContractKind, notionalUsd } from "#core/instrument.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { type Coverage, coverageShare } from "./coverage.ts";
import { unexplainedShare } from "./learning/evidence.ts";
import { travelOf } from "./price-path.ts";
import type { StepForecast, StepInput } from "./step.ts";

/** What a step forces, in USD, and what of it the feed is expected to print: nothing before there is a map. `forced`: swept per side, in the conserved unit. */
export function forecastOf(
  { start, candle, mark }: StepInput,
  of: { forced: readonly [number, number]; contract: ContractKind; ready: boolean; learns: boolean; openInterest: number; coverage: Coverage },
): StepForecast {
  const { contract, forced } = of;
  const share = coverageShare(of.coverage);
  const openInterestUsd = notionalUsd(contract, of.openInterest, candle.open);
  const travel = travelOf(mark ?? candle);
  const usd = ([LONG, SHORT] as const).map((side) => {
    if (!of.ready) return 0;
    const unexplained = of.learns ? (unexplainedShare(travel[side]) * openInterestUsd) / share : 0;
    return notionalUsd(contract, forced[side], (candle.open + (side === LONG ? candle.low : candle.high)) / 2) + unexplained;
  });
  return { time: start, longUsd: usd[LONG] * share, shortUsd: usd[SHORT] * share, forcedLongUsd: usd[LONG], forcedShortUsd: usd[SHORT] };
}
