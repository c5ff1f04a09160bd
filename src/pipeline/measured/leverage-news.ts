import type { LeverageEvent, LeverageShares } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { type PositionSide, sideIndex } from "#core/position-side.ts";
import { HOUR_MS } from "#core/units.ts";
import type { Estimator } from "#engine/estimator.ts";
import type { MeasuredBook, MeasuredSide } from "./measured-book.ts";

/** Between two tellings: what stands changes over days, and every telling is kept for good. */
const EVERY_MS = 4 * HOUR_MS;
/** Of a side's open interest, below which what was seen says too little of the rest. */
const LEAST_SEEN = 0.1;
const FEWEST_ACCOUNTS = 20;
/** Of a side of which never enough was seen: it opens by its prior. */
const UNSEEN: LeverageShares = { rungs: [], never: 0, seen: 0 };
/** Of a side's notional, what must lie in other rungs than at the last telling. */
const NOTABLE_SHIFT = 0.05;

/** What the estimate is to be told of its measured positions now; undefined: it has been told lately, too little has changed, or too little was seen. */
export function leverageNews(
  instrument: InstrumentId,
  book: MeasuredBook,
  estimate: Pick<Estimator, "seenLeverage" | "sharesOfSeen">,
): LeverageEvent | undefined {
  const told = estimate.seenLeverage;
  const { time } = book.snapshot;
  if (told !== undefined && time - told.time < EVERY_MS) return undefined;
  const sharesOf = (side: PositionSide): LeverageShares =>
    isEnough(book[side])
      ? estimate.sharesOfSeen(
          sideIndex(side),
          book.positions.filter((position) => position.side === side),
          book[side].openInterestShare,
        )
      : ((side === "long" ? told?.longShares : told?.shortShares) ?? UNSEEN);
  const [longShares, shortShares] = [sharesOf("long"), sharesOf("short")];
  if (![book.long, book.short].some(isEnough)) return undefined;
  const shift = told === undefined ? 1 : Math.max(shiftBetween(longShares, told.longShares), shiftBetween(shortShares, told.shortShares));
  return shift < NOTABLE_SHIFT ? undefined : { kind: "leverage", instrument, time, longShares, shortShares };
}

const isEnough = ({ openInterestShare, accounts }: MeasuredSide): boolean => openInterestShare >= LEAST_SEEN && accounts >= FEWEST_ACCOUNTS;

/** Share of notional that lies elsewhere. */
function shiftBetween(a: LeverageShares, b: LeverageShares): number {
  const before = new Map(b.rungs);
  const after = new Map(a.rungs);
  let moved = Math.abs(a.never - b.never);
  for (const leverage of new Set([...before.keys(), ...after.keys()])) moved += Math.abs((after.get(leverage) ?? 0) - (before.get(leverage) ?? 0));
  return moved / 2;
}
