import { type Instrument, notionalUsd } from "#core/instrument.ts";
import { LONG } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import type { StepInput } from "#engine/step.ts";
import type { MapMaker } from "./map-maker.ts";
import { type RowCanvas, createRowCanvas, spread } from "./row-canvas.ts";

/** What published heatmaps draw (priors.md, peers): equal parts at 5, 10, 25, 50 and 100x, exactly 1/leverage from entry. */
const TIER_LEVERAGES = [5, 10, 25, 50, 100];

interface Opening {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
  readonly close: number;
}

/**
 * The peers' map: whatever is opened stands at fixed distances on both sides until price has been there, and is never closed otherwise. It starts empty.
 * `volume`: all that trades is opened. `open-interest`: each rise of open interest is opened, over the candles since the sample before.
 */
export function createStaticTiers({ contract }: Pick<Instrument, "contract">, opens: "volume" | "open-interest"): MapMaker {
  let canvas: RowCanvas | undefined;
  let volumeKnown = true;
  let since: Opening[] = [];
  let before: number | undefined;
  return {
    step(input) {
      canvas ??= createRowCanvas(input.candle.open);
      sweep(canvas, input);
      const opening = openingOf(input);
      if (opens === "volume") {
        volumeKnown &&= input.candle.volume !== undefined;
        place(canvas, opening, notionalUsd(contract, input.candle.volume ?? 0, opening.close));
        return;
      }
      since.push(opening);
      if (input.openInterest === undefined) return;
      const rise = input.openInterest.openInterest - (before ?? Infinity);
      const weight = since.reduce((sum, { weight }) => sum + weight, 0);
      if (rise > 0) for (const part of since) place(canvas, part, (notionalUsd(contract, rise, part.close) * part.weight) / weight);
      before = input.openInterest.openInterest;
      since = [];
    },
    map: () => (volumeKnown ? canvas : undefined),
  };
}

/** Where the volume of a step is not known every step counts the same. */
const openingOf = ({ candle }: StepInput): Opening => ({
  low: candle.low,
  high: candle.high,
  weight: candle.volume === undefined ? 1 : Math.max(candle.volume, Number.MIN_VALUE),
  close: candle.close,
});

function sweep({ usd, firstRow }: RowCanvas, { candle, mark }: StepInput): void {
  const path = mark ?? candle;
  usd[0].fill(0, Math.max(0, rowOf(path.low) - firstRow));
  usd[1].fill(0, 0, Math.max(0, rowOf(path.high) - firstRow + 1));
}

function place(canvas: RowCanvas, { low, high }: Opening, usd: number): void {
  for (const leverage of TIER_LEVERAGES)
    for (const side of [0, 1] as const) {
      const ratio = side === LONG ? 1 - 1 / leverage : 1 + 1 / leverage;
      spread(canvas, { side, from: rowOf(low * ratio), to: rowOf(high * ratio), usd: usd / TIER_LEVERAGES.length });
    }
}
