import { MINUTE_MS } from "#core/units.ts";

const COLUMNS = [
  "open",
  "high",
  "low",
  "close",
  "volumeLots",
  "takerBuyLots",
  "quoteUsd",
  "takerBuyQuoteUsd",
  "trades",
  "markOpen",
  "markHigh",
  "markLow",
  "markClose",
  "indexClose",
  "openInterestLots",
  "forcedLongUsd",
  "forcedShortUsd",
  "longAccountShare",
] as const;
export type MinuteColumn = (typeof COLUMNS)[number];

/** The last `capacity` minutes as columns; the oldest are overwritten. Minutes are numbered from the epoch. */
export interface MinuteColumns {
  readonly capacity: number;
  readonly firstMinute: number;
  /** One past the newest minute that was begun. */
  endMinute: number;
  readonly column: Readonly<Record<MinuteColumn, Float64Array>>;
}

export function createMinuteColumns(capacity: number, firstMinute: number): MinuteColumns {
  const column = Object.fromEntries(COLUMNS.map((name) => [name, new Float64Array(capacity)])) as Record<MinuteColumn, Float64Array>;
  return { capacity, firstMinute, endMinute: firstMinute, column };
}

export const minuteOf = (time: number): number => Math.floor(time / MINUTE_MS);

/** Oldest minute still held. */
export const oldestMinute = ({ capacity, firstMinute, endMinute }: MinuteColumns): number => Math.max(firstMinute, endMinute - capacity);

/** Place of a minute in every column; only for minutes in [oldestMinute, endMinute). */
export const placeOf = ({ capacity }: MinuteColumns, minute: number): number => minute % capacity;

/** Clears a new minute, and what it overwrites. Until its first trade it stands at the `last` price. */
export function beginMinute(columns: MinuteColumns, minute: number, last: number): void {
  columns.endMinute = minute + 1;
  const { column } = columns;
  const place = placeOf(columns, minute);
  for (const name of COLUMNS) column[name][place] = 0;
  column.open[place] = column.high[place] = column.low[place] = column.close[place] = last;
}
