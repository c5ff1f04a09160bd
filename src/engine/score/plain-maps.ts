import { type Instrument, notionalUsd } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import type { StepInput } from "#engine/step.ts";
import type { BookMap } from "./bin-grid.ts";
import type { MapMaker } from "./map-maker.ts";
import { type RowCanvas, createRowCanvas, spread } from "./row-canvas.ts";

const PROFILE_MS = 7 * 86_400_000;

/** Open interest spread evenly over the rows within `reach` of mark, on both sides: what is known without looking. */
export function createUniformMap({ contract }: Pick<Instrument, "contract">, reach: number): MapMaker {
  const now = createNow();
  return {
    step: (input) => now.step(input),
    map: () => now.map((mark, openInterest) => evenly(mark, { reach, usd: notionalUsd(contract, openInterest, mark) })),
  };
}

/** A week's traded volume by price, scaled so that the rows within `reach` of mark hold open interest on each side. */
export function createVolumeProfileMap({ contract }: Pick<Instrument, "contract">, reach: number): MapMaker {
  const now = createNow();
  const kept: { readonly start: number; readonly from: number; readonly to: number; readonly volume: number }[] = [];
  let canvas: RowCanvas | undefined;
  let volumeKnown = true;
  return {
    step(input) {
      now.step(input);
      canvas ??= createRowCanvas(input.candle.open);
      volumeKnown &&= input.candle.volume !== undefined;
      const traded = { start: input.start, from: rowOf(input.candle.low), to: rowOf(input.candle.high), volume: input.candle.volume ?? 0 };
      kept.push(traded);
      spread(canvas, { side: 0, ...traded, usd: traded.volume });
      while (kept[0].start <= input.start - PROFILE_MS) {
        const old = kept.shift();
        if (old) spread(canvas, { side: 0, ...old, usd: -old.volume });
      }
    },
    map() {
      const traded = volumeKnown ? canvas : undefined;
      return traded && now.map((mark, openInterest) => profileAround(traded, { mark, reach, usd: notionalUsd(contract, openInterest, mark) }));
    },
  };
}

/** Mark and open interest as last seen. */
function createNow() {
  let mark = 0;
  let openInterest: number | undefined;
  return {
    step(input: StepInput) {
      mark = (input.mark ?? input.candle).close;
      openInterest = input.openInterest?.openInterest ?? openInterest;
    },
    map: (draw: (mark: number, openInterest: number) => BookMap | undefined) => (openInterest === undefined ? undefined : draw(mark, openInterest)),
  };
}

function evenly(mark: number, { reach, usd }: { reach: number; usd: number }): BookMap {
  const firstRow = rowOf(mark * (1 - reach));
  const markRow = rowOf(mark);
  const below = markRow - firstRow + 1;
  const above = rowOf(mark * (1 + reach)) - markRow + 1;
  const long = new Float64Array(below + above - 1).fill(usd / below, 0, below);
  const short = new Float64Array(below + above - 1).fill(usd / above, below - 1);
  return { firstRow, usd: [long, short] };
}

function profileAround(canvas: RowCanvas, { mark, reach, usd }: { mark: number; reach: number; usd: number }): BookMap {
  const firstRow = rowOf(mark * (1 - reach));
  const markRow = rowOf(mark);
  const lastRow = rowOf(mark * (1 + reach));
  const part = (from: number, to: number) => {
    const rows = new Float64Array(lastRow - firstRow + 1);
    // Volume that was added and taken away again leaves rounding behind.
    for (let row = from; row <= to; row++) rows[row - firstRow] = Math.max(0, canvas.usd[0][row - canvas.firstRow] ?? 0);
    const sum = rows.reduce((total, value) => total + value, 0);
    return sum > 0 ? rows.map((value) => (value * usd) / sum) : rows;
  };
  return { firstRow, usd: [part(firstRow, markRow), part(markRow, lastRow)] };
}
