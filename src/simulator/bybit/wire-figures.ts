import type { Bar } from "#simulator/wire/candle-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { BookChange } from "#simulator/wire/book-side.ts";

/** Ids of executions are UUIDs: they name a trade, and do not count. */
export const executionId = (id: number): string => `20f43950-d8dd-5b31-9112-${id.toString(16).padStart(12, "0")}`;

/** Turnover in the settle coin; of inverse contracts at the bar's middle price. */
export const turnoverOf = ({ instrument }: Listing, { quoteUsd, high, low }: Pick<Bar, "quoteUsd" | "high" | "low">): string =>
  instrument.contract === "linear" ? quoteUsd.toFixed(4) : (quoteUsd / ((high + low) / 2)).toFixed(8);

/** Levels as Bybit writes them: price, size; size 0 removes. */
export const levels = ({ decimals, instrument }: Listing, changes: readonly BookChange[]): [string, string][] =>
  changes.map(([tick, lots]) => [decimals.price(tick * instrument.tickSize), lots === 0 ? "0" : decimals.size(lots)]);
