import { expect, test } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { StepInput } from "#engine/step.ts";
import { freezeOpenInterest } from "./frozen-open-interest.ts";

function step(minute: number, openInterest?: number): StepInput {
  const start = asMs(minute * MINUTE_MS);
  const candle = { open: 1, high: 1, low: 1, close: 1, volume: minute, takerBuyVolume: undefined };
  const sample = openInterest === undefined ? undefined : { time: asMs(start + MINUTE_MS), openInterest };
  return { start, durationMs: MINUTE_MS, candle, mark: undefined, openInterest: sample, funding: [], printed: undefined };
}

test("open interest stays what it was at first, all else is as it was", () => {
  const steps = [step(0), step(1, 500), step(2), step(3, 700)];
  const frozen = steps.map(freezeOpenInterest());
  expect(frozen.map(({ openInterest }) => openInterest?.openInterest)).toEqual([undefined, 500, undefined, 500]);
  expect(frozen.map(({ candle }) => candle)).toEqual(steps.map(({ candle }) => candle));
  expect(steps[3].openInterest?.openInterest).toBe(700);
});
