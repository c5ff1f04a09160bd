import type { InstrumentId } from "#core/instrument.ts";
import { rowCoordinate } from "#core/price-rows.ts";
import { HOUR_MS, type Ms, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";

/** Columns [first, first + count) of `columnMs`. */
export interface ColumnSpan {
  readonly columnMs: Ms;
  readonly first: number;
  readonly count: number;
}

/** Positions on the row axis of an instrument's traded price at the end of columns, with those before the span that its basis is taken from. */
export interface Closes {
  /** Columns of it that lie before the span. */
  readonly before: number;
  readonly rows: Float64Array;
}

/** A basis is the median of this long: single columns stray by more than a cell, and the map would shake. */
const BASIS_OVER_MS = HOUR_MS;
const LEAST_BASIS_COLUMNS = 3;

/** An instrument's closes; that of the nearest column before, else after, where it did not trade. Undefined when it never traded in the span. */
export async function closesOf(hub: Pick<Hub, "closes">, market: InstrumentId, { columnMs, first, count }: ColumnSpan): Promise<Closes | undefined> {
  const before = Math.max(LEAST_BASIS_COLUMNS, Math.ceil(BASIS_OVER_MS / columnMs)) - 1;
  const from = first - before;
  const rows = new Float64Array(before + count).fill(NaN);
  const closes = await hub.closes(market, columnMs, { from: asMs(from * columnMs), to: asMs((first + count) * columnMs) });
  for (const { openTime, close } of closes) rows[Math.floor(openTime / columnMs) - from] = rowCoordinate(close);
  let last = rows.find((row) => !Number.isNaN(row));
  if (last === undefined) return undefined;
  for (let column = 0; column < rows.length; column++) {
    if (Number.isNaN(rows[column])) rows[column] = last;
    else last = rows[column];
  }
  return { before, rows };
}

/** Cells by which an instrument's columns move so that its price comes to lie on the reference's, by the basis of the last hour, to the nearest cell. */
export function shiftsOf(own: Closes, reference: Closes, rowsPerCell: number): Int32Array {
  const { before, rows } = own;
  const basis = rows.map((row, column) => reference.rows[column] - row);
  return Int32Array.from({ length: rows.length - before }, (_, column) => {
    const sorted = basis.slice(column, column + before + 1).sort();
    return Math.round(sorted[sorted.length >> 1] / rowsPerCell);
  });
}
