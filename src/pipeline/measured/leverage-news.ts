import type { LeverageEvent, LeverageShares } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import type { PositionSide } from "#core/position-side.ts";
import { HOUR_MS } from "#core/units.ts";
import type { SeenLeverage } from "#engine/priors/seen-leverage.ts";
import type { MeasuredBook } from "./measured-book.ts";

/** Between two tellings: what stands changes over days, and every telling is kept for good. */
const EVERY_MS = 4 * HOUR_MS;
/** Of a side's open interest, below which what was seen says too little of the rest. */
const LEAST_SEEN = 0.1;
const FEWEST_ACCOUNTS = 50;
/** Of a side's notional, what must lie in other rungs than at the last telling. */
const NOTABLE_SHIFT = 0.05;
/** What runs at less is out of price's reach: docs/estimation.md section 3. */
const LOWEST_LEVERAGE = 1.05;

/** What the estimate is to be told of its measured positions now; undefined: it has been told lately, too little has changed, or too little was seen. */
export function leverageNews(
  instrument: InstrumentId,
  book: MeasuredBook,
  of: { rungs: readonly number[]; told: SeenLeverage | undefined },
): LeverageEvent | undefined {
  const { told, rungs } = of;
  const { time } = book.snapshot;
  if (told !== undefined && time - told.time < EVERY_MS) return undefined;
  if ([book.long, book.short].some(({ openInterestShare, accounts }) => openInterestShare < LEAST_SEEN || accounts < FEWEST_ACCOUNTS)) return undefined;
  const longShares = sharesOf(book, "long", rungs);
  const shortShares = sharesOf(book, "short", rungs);
  const shift = told === undefined ? 1 : Math.max(shiftBetween(longShares, told.longShares), shiftBetween(shortShares, told.shortShares));
  return shift < NOTABLE_SHIFT ? undefined : { kind: "leverage", instrument, time, longShares, shortShares };
}

/** How a side's notional spreads over the rungs of a ladder, each position in the one that is nearest to its leverage at entry. */
export function sharesOf({ positions, ...book }: MeasuredBook, side: PositionSide, rungs: readonly number[]): LeverageShares {
  const sizes = new Float64Array(rungs.length);
  let never = 0;
  for (const position of positions) {
    if (position.side !== side) continue;
    if (position.liquidationPrice === undefined || position.entryLeverage < LOWEST_LEVERAGE) never += position.size;
    else sizes[nearest(rungs, position.entryLeverage)] += position.size;
  }
  const total = never + sizes.reduce((sum, size) => sum + size, 0);
  const spread = rungs.flatMap((leverage, rung) => (sizes[rung] > 0 ? [[leverage, sizes[rung] / total] as const] : []));
  return { rungs: spread, never: total > 0 ? never / total : 0, seen: Math.min(1, book[side].openInterestShare) };
}

const nearest = (rungs: readonly number[], leverage: number): number =>
  rungs.reduce((best, rung, i) => (Math.abs(Math.log(rung / leverage)) < Math.abs(Math.log(rungs[best] / leverage)) ? i : best), 0);

/** Share of notional that lies elsewhere. */
function shiftBetween(a: LeverageShares, b: LeverageShares): number {
  const before = new Map(b.rungs);
  const after = new Map(a.rungs);
  let moved = Math.abs(a.never - b.never);
  for (const leverage of new Set([...before.keys(), ...after.keys()])) moved += Math.abs((after.get(leverage) ?? 0) - (before.get(leverage) ?? 0));
  return moved / 2;
}
