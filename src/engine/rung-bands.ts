import { LONG } from "#core/position-side.ts";
import { priceAt } from "#core/price-rows.ts";
import { type Book, COHORTS } from "./book.ts";

/** Bands of distance from mark, each this fraction of mark wide: as published positions are scored. */
export const BANDS = 25;
export const BAND_WIDTH = 0.02;

/** Band of a liquidation price over mark; BANDS when it is out of reach or on the other side. */
export function bandOf(ratio: number, side: 0 | 1): number {
  const distance = side === LONG ? 1 - ratio : ratio - 1;
  return distance >= 0 && distance < BANDS * BAND_WIDTH ? Math.floor(distance / BAND_WIDTH) : BANDS;
}

/** What a rung would hold in each band if everything were opened in it: size times liquidation price over mark. What waits to be laid out is left out. */
export function rungBands(book: Book, { side, rung, mark }: { side: 0 | 1; rung: number; mark: number }): Float64Array {
  const bands = new Float64Array(BANDS);
  const at = side * book.rungCount + rung;
  const grain = book.grain[at];
  const first = book.origin + book.shift[at] + book.drift[at];
  for (let p = at * COHORTS; p < (at + 1) * COHORTS; p++)
    for (let i = book.low[p]; i < book.high[p]; i++) {
      const ratio = priceAt(first + (i + 0.5) * grain) / mark;
      const band = bandOf(ratio, side);
      if (band < BANDS) bands[band] += book.values[book.start[p] + i] * book.scale[p] * ratio;
    }
  return bands;
}
