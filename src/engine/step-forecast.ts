import { type ContractKind, notionalUsd } from "#core/instrument.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { type Coverage, coverageShare } from "./coverage.ts";
import type { StepForecast, StepInput } from "./step.ts";

/** What a step forces, in USD, and what of it the feed is expected to print: nothing before there is a map. `forced`: swept per side, in the conserved unit. */
export function forecastOf(
  { start, candle }: StepInput,
  of: { forced: readonly [number, number]; contract: ContractKind; ready: boolean; coverage: Coverage },
): StepForecast {
  const share = coverageShare(of.coverage);
  const usd = ([LONG, SHORT] as const).map((side) =>
    of.ready ? notionalUsd(of.contract, of.forced[side], (candle.open + (side === LONG ? candle.low : candle.high)) / 2) : 0,
  );
  return { time: start, longUsd: usd[LONG] * share, shortUsd: usd[SHORT] * share, forcedLongUsd: usd[LONG], forcedShortUsd: usd[SHORT] };
}
