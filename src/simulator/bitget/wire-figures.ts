import type { Bar } from "#simulator/wire/candle-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { BookChange } from "#simulator/wire/book-side.ts";
import { badParameter } from "./refusal.ts";

/** Ids are larger than what a double holds exactly: 19 digits, increasing, with holes. */
const FIRST_EXECUTION = 1_260_903_622_036_942_848n;
const EXECUTION_STEP = 4_096n;
export const executionId = (id: number): string => String(FIRST_EXECUTION + BigInt(id) * EXECUTION_STEP);

/** The first trade whose execution is not before this id. */
export function tradeOfExecution(execution: string): number {
  if (!/^\d+$/.test(execution)) throw badParameter("idLessThan");
  return Number((BigInt(execution) - FIRST_EXECUTION + EXECUTION_STEP - 1n) / EXECUTION_STEP);
}
export const bookSequence = (id: number): string => String(1_304_314_508_780_744_704n + BigInt(id) * 512n);

/** Levels as Bitget writes them: price, size; size 0 removes. */
export const levels = ({ decimals, instrument }: Listing, changes: readonly BookChange[]): [string, string][] =>
  changes.map(([tick, lots]) => [decimals.price(tick * instrument.tickSize), lots === 0 ? "0" : decimals.size(lots)]);

/** `[start, open, high, low, close, volume, turnover]`; of mark prices the last two are 0. */
export const candleRow = ({ decimals }: Listing, { openTime, open, high, low, close, volumeLots, quoteUsd }: Bar): string[] => [
  String(openTime),
  decimals.price(open),
  decimals.price(high),
  decimals.price(low),
  decimals.price(close),
  decimals.size(volumeLots),
  quoteUsd.toFixed(4),
];
