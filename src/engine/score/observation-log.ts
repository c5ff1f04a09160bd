import type { EventOf } from "#core/events.ts";
import { type ContractKind, notionalUsd } from "#core/instrument.ts";
import { sideIndex } from "#core/position-side.ts";
import type { StepForecast, StepInput } from "#engine/step.ts";
import type { Observation } from "./observation.ts";

type Print = EventOf<"liquidation"> | EventOf<"liquidation-sum">;

/** Collects steps and prints of a replay, and lays them side by side per horizon. */
export interface ObservationLog {
  /** Steps before the estimate is ready are not observed. */
  addStep(step: { readonly forecast: StepForecast; readonly input: StepInput; readonly ready: boolean }): void;
  addPrint(print: Print): void;
  /** Coarsest interval of the feed's sums in ms; 0 for single prints, undefined when nothing printed. */
  feedIntervalMs(): number | undefined;
  /** Observations of `horizonMs`: only intervals that the steps cover whole and in which the feed was recorded. */
  observations(horizonMs: number): readonly Observation[];
}

interface StepRow {
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly volume: number;
  readonly forecast: StepForecast;
}

export function createObservationLog({ stepMs, contract }: { stepMs: number; contract: ContractKind }): ObservationLog {
  const steps: StepRow[] = [];
  const prints: { start: number; lengthMs: number; usd: [number, number] }[] = [];
  let interval: number | undefined;
  return {
    addStep({ forecast, input: { start, candle }, ready }) {
      if (ready) steps.push({ start, open: candle.open, high: candle.high, low: candle.low, volume: candle.volume ?? 0, forecast });
    },
    addPrint(print) {
      const lengthMs = print.kind === "liquidation-sum" ? print.intervalMs : 0;
      interval = Math.max(interval ?? 0, lengthMs);
      if (print.kind === "liquidation-sum") prints.push({ start: print.openTime, lengthMs, usd: [print.longUsd, print.shortUsd] });
      else {
        const usd: [number, number] = [0, 0];
        usd[sideIndex(print.positionSide)] = notionalUsd(contract, print.size, print.price);
        prints.push({ start: print.time, lengthMs, usd });
      }
    },
    feedIntervalMs: () => interval,
    observations(horizonMs) {
      const realised = realisedPerBucket(prints, horizonMs);
      return [...stepsPerBucket(steps, horizonMs)].flatMap(([bucket, rows]) => {
        const usd = realised.get(bucket);
        return usd && rows.length === Math.max(1, Math.round(horizonMs / stepMs)) ? [joinSteps(bucket * horizonMs, rows, usd)] : [];
      });
    },
  };
}

function stepsPerBucket(steps: readonly StepRow[], horizonMs: number): Map<number, StepRow[]> {
  const buckets = new Map<number, StepRow[]>();
  for (const step of steps) {
    const bucket = Math.floor(step.start / horizonMs);
    const rows = buckets.get(bucket);
    if (rows) rows.push(step);
    else buckets.set(bucket, [step]);
  }
  return buckets;
}

/** Sums of prints per bucket. A feed of sums tells which intervals it recorded; a feed of single prints is taken as recorded from its first to its last. */
function realisedPerBucket(
  prints: readonly { start: number; lengthMs: number; usd: readonly [number, number] }[],
  horizonMs: number,
): Map<number, readonly [number, number]> {
  const sums = new Map<number, [number, number]>();
  const covered = new Map<number, number>();
  for (const { start, lengthMs, usd } of prints) {
    const bucket = Math.floor(start / horizonMs);
    const sum = sums.get(bucket) ?? [0, 0];
    sums.set(bucket, [sum[0] + usd[0], sum[1] + usd[1]]);
    covered.set(bucket, (covered.get(bucket) ?? 0) + lengthMs);
  }
  if (prints.length > 0 && prints.every(({ lengthMs }) => lengthMs === 0)) {
    const known = [...sums.keys()];
    const last = known.reduce((a, b) => Math.max(a, b));
    for (let bucket = known.reduce((a, b) => Math.min(a, b)); bucket <= last; bucket++) if (!sums.has(bucket)) sums.set(bucket, [0, 0]);
    return sums;
  }
  for (const [bucket, length] of covered) if (length < horizonMs) sums.delete(bucket);
  return sums;
}

function joinSteps(start: number, rows: readonly StepRow[], realisedUsd: readonly [number, number]): Observation {
  const total = (of: (row: StepRow) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  return {
    start,
    open: rows[0].open,
    high: Math.max(...rows.map(({ high }) => high)),
    low: Math.min(...rows.map(({ low }) => low)),
    volume: total(({ volume }) => volume),
    predictedUsd: [total(({ forecast }) => forecast.longUsd), total(({ forecast }) => forecast.shortUsd)],
    forcedUsd: [total(({ forecast }) => forecast.forcedLongUsd), total(({ forecast }) => forecast.forcedShortUsd)],
    realisedUsd,
  };
}
