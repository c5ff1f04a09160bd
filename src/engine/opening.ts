import { COARSE_ROWS, COHORTS, FAST, SLOW, type Book, type Deposit, type Profile, deposit } from "./book.ts";
import { createProfile } from "./price-path.ts";
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
  /** Rungs [fromRung, toRung) take part. */
  readonly fromRung: number;
  readonly toRung: number;
}

/** Rungs whose leverage range is wide are deposited at two points of it at once. */
const WIDE_ROWS = 250;

/** The profile of the opening at hand in units of COARSE_ROWS, and the deposit that serves all of its rungs; openings do not nest. */
const coarse = createProfile();
const part: Deposit = { side: 0, rung: 0, profile: coarse, shift: 0, fastShare: 0, amount: 0, sweptFrom: 0 };

/** Adds an opening to its rungs and returns the weighted amount that was really added. */
export function open(book: Book, ladder: Ladder, opening: Opening): number {
  const { side, profile, amount, sweptFrom, fromRung, toRung } = opening;
  if (amount === 0 || !(profile.total > 0) || fromRung >= toRung) return 0;
  const rungs = ladder.rungs[side];
  if (book.grain[side * book.rungCount + fromRung] > 1) coarsen(profile);
  part.side = side;
  part.sweptFrom = sweptFrom;
  let added = 0;
  for (let index = fromRung; index < toRung; index++) {
    const rung = rungs[index];
    if (rung.weight === 0) continue;
    part.rung = index;
    part.profile = book.grain[side * book.rungCount + index] > 1 ? coarse : profile;
    part.fastShare = rung.fastShare;
    added += rung.weight * openRung(book, rung, amount, opening.phase);
  }
  return added;
}

function openRung(book: Book, { isolated, spread }: Rung, amount: number, phase: number): number {
  let left = 1;
  let added = 0;
  for (let i = 0; i < isolated.length; i++) {
    part.shift = isolated[i].shift;
    part.amount = amount * isolated[i].share;
    added += deposit(book, part);
    left -= isolated[i].share;
  }
  const points = Math.abs(spread[SPREAD_POINTS - 1] - spread[0]) > WIDE_ROWS ? 2 : 1;
  part.amount = (amount * left) / points;
  for (let point = 0; point < points; point++) {
    part.shift = spread[Math.floor(((phase + point / points) % 1) * SPREAD_POINTS)];
    added += deposit(book, part);
  }
  return added;
}

function coarsen({ first, count, weights, total }: Profile): void {
  coarse.first = Math.floor(first / COARSE_ROWS);
  coarse.count = Math.floor((first + count - 1) / COARSE_ROWS) - coarse.first + 1;
  if (coarse.weights.length < coarse.count) coarse.weights = new Float64Array(coarse.count * 2);
  else coarse.weights.fill(0, 0, coarse.count);
  const offset = first - coarse.first * COARSE_ROWS;
  for (let row = 0; row < count; row++) coarse.weights[((offset + row) / COARSE_ROWS) | 0] += weights[row];
  coarse.total = total;
}

/** Adds the part of an opening that price can never close; returns its weighted amount. */
export function openNever(book: Book, ladder: Ladder, { side, amount, neverFastShare }: Opening): number {
  const at = side * COHORTS;
  const before = book.never[at] + book.never[at + 1];
  book.never[at + FAST] = Math.max(0, book.never[at + FAST] + amount * neverFastShare);
  book.never[at + SLOW] = Math.max(0, book.never[at + SLOW] + amount * (1 - neverFastShare));
  return ladder.neverWeight[side] * (book.never[at] + book.never[at + 1] - before);
}
