import type { InstrumentId } from "#core/instrument.ts";
import { rowCoordinate } from "#core/price-rows.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";

/** Columns [first, first + count) of `columnMs`. */
export interface ColumnSpan {
  readonly columnMs: Ms;
  readonly first: number;
  readonly count: number;
}

/**
 * Position on the row axis of an instrument's traded price at the end of every column; that of the nearest column before, else after, where it did
 * not trade. Undefined when it never traded in the span.
 */
export async function closesOf(hub: Hub, market: InstrumentId, { columnMs, first, count }: ColumnSpan): Promise<Float64Array | undefined> {
  const closes = new Float64Array(count).fill(NaN);
  const candles = await hub.candles(market, columnMs, { from: asMs(first * columnMs), to: asMs((first + count) * columnMs) });
  for (const { openTime, close } of candles) closes[Math.floor(openTime / columnMs) - first] = rowCoordinate(close);
  let last = closes.find((close) => !Number.isNaN(close));
  if (last === undefined) return undefined;
  for (let column = 0; column < count; column++) {
    if (Number.isNaN(closes[column])) closes[column] = last;
    else last = closes[column];
  }
  return closes;
}

/** Cells by which an instrument's columns move so that its price comes to lie on the reference's, to the nearest cell. */
export function shiftsOf(own: Float64Array, reference: Float64Array, rowsPerCell: number): Int32Array {
  return Int32Array.from(own, (close, column) => Math.round((reference[column] - close) / rowsPerCell));
}
