import { COHORTS, FAST, SLOW, type Book, type Deposit, type Profile, deposit } from "./book.ts";
import { SPREAD_POINTS, type Ladder, type Rung } from "./ladder.ts";

/** Newly opened positions of one side, entered at the prices of a profile. */
export interface Opening {
  readonly side: 0 | 1;
  readonly profile: Profile;
  /** In the conserved unit, over all rungs; negative takes back what an earlier opening with the same profile and phase put there. */
  readonly amount: number;
  /** Picks the points of each rung's leverage range that cross positions go to, in [0, 1). A low-discrepancy sequence of phases fills the range. */
  readonly phase: number;
  /** Liquidation rows price has been at or beyond since the entry; +-Infinity when none. */
  readonly sweptFrom: number;
  readonly neverFastShare: number;
}

/** Rungs whose leverage range is wide are deposited at several points of it at once; one point per so many rows, within bounds. */
const ROWS_PER_POINT = 250;
const MOST_POINTS = 3;

/** Adds an opening to every rung of its side, rungs [from, to), and returns the weighted amount that was really added. */
export function open(book: Book, ladder: Ladder, opening: Opening, range = { from: 0, to: book.rungCount }): number {
  const rungs = ladder.rungs[opening.side];
  let added = 0;
  for (let index = range.from; index < range.to; index++) added += rungs[index].weight * openRung(book, opening, rungs[index], index);
  return added;
}

/** Adds the part of an opening that price can never close; returns its weighted amount. */
export function openNever(book: Book, ladder: Ladder, { side, amount, neverFastShare }: Opening): number {
  const at = side * COHORTS;
  const before = book.never[at] + book.never[at + 1];
  book.never[at + FAST] = Math.max(0, book.never[at + FAST] + amount * neverFastShare);
  book.never[at + SLOW] = Math.max(0, book.never[at + SLOW] + amount * (1 - neverFastShare));
  return ladder.neverWeight[side] * (book.never[at] + book.never[at + 1] - before);
}

function openRung(book: Book, { side, profile, amount, phase, sweptFrom }: Opening, rung: Rung, index: number): number {
  if (rung.weight === 0 || amount === 0 || !(profile.total > 0)) return 0;
  const part: Deposit = { side, rung: index, profile, shift: 0, fastShare: rung.fastShare, amount: 0, sweptFrom };
  let left = 1;
  let added = 0;
  for (let i = 0; i < rung.isolated.length; i++) {
    part.shift = rung.isolated[i].shift;
    part.amount = amount * rung.isolated[i].share;
    added += deposit(book, part);
    left -= rung.isolated[i].share;
  }
  const width = Math.abs(rung.spread[SPREAD_POINTS - 1] - rung.spread[0]);
  const points = Math.min(MOST_POINTS, 1 + Math.floor(width / ROWS_PER_POINT));
  part.amount = (amount * left) / points;
  for (let point = 0; point < points; point++) {
    part.shift = rung.spread[Math.floor(((phase + point / points) % 1) * SPREAD_POINTS)];
    added += deposit(book, part);
  }
  return added;
}
