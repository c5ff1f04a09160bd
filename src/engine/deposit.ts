import { LONG } from "#core/position-side.ts";
import { COHORTS, SLOW, type Book, type Profile, binOffset, widen } from "./book.ts";

/** What is added to the planes of one rung: `amount` in all, laid out as `profile` moved by `shift` rows. Mutable, so that one serves many. */
export interface Deposit {
  side: number;
  rung: number;
  /** In units of the rung's grain. */
  profile: Profile;
  /** Rows from entry to liquidation. */
  shift: number;
  fastShare: number;
  /** Total to add over both cohorts; negative takes back, never below zero. */
  amount: number;
  /** Liquidation rows at or beyond this coordinate are skipped: price has been there since. Infinity (short: -Infinity): none. */
  sweptFrom: number;
}

/** Bins [first, last] of a plane that a profile covers when laid out from bin `start`, the fraction `upper` of each weight one bin higher. */
interface Layout {
  plane: number;
  start: number;
  first: number;
  last: number;
  upper: number;
}

/** One layout serves every deposit: deposits do not nest. */
const layout: Layout = { plane: 0, start: 0, first: 0, last: 0, upper: 0 };

/**
 * Adds a deposit and returns how much of `amount` was really added (less when rows were skipped, or held less than is taken back).
 * Row contents move by a fractional shift, shared between the two bins that they overlap.
 */
export function deposit(book: Book, of: Deposit): number {
  const { profile } = of;
  const at = of.side * book.rungCount + of.rung;
  const grain = book.grain[at];
  const toBin = binOffset(book, at);
  const moved = profile.first + (of.shift + toBin) / grain;
  const start = Math.floor(moved) | 0;
  const plane = at * COHORTS;
  // Bins whose centre price has passed since: longs at or above, shorts at or below.
  const swept = (of.sweptFrom + toBin) / grain - 0.5;
  const first = Math.max(start, of.side === LONG ? 0 : Math.max(0, Math.floor(swept) + 1)) | 0;
  const last = Math.min(start + profile.count, book.bins[plane] - 1, of.side === LONG ? Math.ceil(swept) - 1 : Infinity) | 0;
  if (last < first) return 0;
  layout.plane = plane;
  layout.start = start;
  layout.first = first;
  layout.last = last;
  layout.upper = moved - start;
  widen(book, plane, first, last + 1);
  widen(book, plane + SLOW, first, last + 1);
  const perWeight = of.amount / profile.total;
  const fast = (perWeight * of.fastShare) / book.scale[plane];
  const slow = (perWeight * (1 - of.fastShare)) / book.scale[plane + SLOW];
  return of.amount > 0 ? addBins(book, profile, fast, slow) : takeBins(book, profile, plane, fast) + takeBins(book, profile, plane + SLOW, slow);
}

function addBins(book: Book, { weights, count }: Profile, fast: number, slow: number): number {
  const { values } = book;
  const { plane, start, first, last, upper } = layout;
  const fastBase = book.start[plane];
  const slowBase = book.start[plane + SLOW];
  const lower = 1 - upper;
  let before = first > start ? weights[first - start - 1] : 0;
  let sum = 0;
  for (let bin = first; bin <= last; bin++) {
    const i = bin - start;
    const weight = i < count ? weights[i] : 0;
    const share = weight * lower + before * upper;
    before = weight;
    values[fastBase + bin] += share * fast;
    values[slowBase + bin] += share * slow;
    sum += share;
  }
  book.mass[plane] += sum * fast;
  book.mass[plane + SLOW] += sum * slow;
  return sum * (fast * book.scale[plane] + slow * book.scale[plane + SLOW]);
}

function takeBins(book: Book, { weights, count }: Profile, p: number, unit: number): number {
  const { values } = book;
  const { start, first, last, upper } = layout;
  const base = book.start[p];
  let sum = 0;
  for (let bin = first; bin <= last; bin++) {
    const i = bin - start;
    const share = (i < count ? weights[i] * (1 - upper) : 0) + (i > 0 ? weights[i - 1] * upper : 0);
    const before = values[base + bin];
    const after = Math.max(0, before + share * unit);
    values[base + bin] = after;
    sum += after - before;
  }
  book.mass[p] = Math.max(0, book.mass[p] + sum);
  return sum * book.scale[p];
}
