import { LONG } from "#core/position-side.ts";
import type { Ladder } from "./ladder.ts";

export const COHORTS = 2;
export const FAST = 0;
export const SLOW = 1;

/**
 * Standing positions of one instrument, by side, rung and holding cohort. See docs/estimation.md section 4.
 *
 * A plane holds what would stand if *all* opened notional were of its rung ("unit weight"), in the unit that the instrument conserves,
 * divided by the plane's `scale`; the rung's weight multiplies at read-out. Ageing and scaling touch one number per plane.
 * Plane index `i` stands for positions that liquidate in price row `origin + i + shift + drift` with the plane's own fixed `shift`, the typical
 * distance from entry to liquidation: an index is thus about an entry row, and all planes share one window of rows.
 */
export interface Book {
  readonly rungCount: number;
  /** Rows per plane. */
  readonly rowCount: number;
  /** Price row of plane index 0, before shift and drift. Moves when price nears the end of the window. */
  origin: number;
  /** [plane][row], see {@link planeIndex}. */
  readonly values: Float64Array;
  readonly scale: Float64Array;
  /** Sum of the plane's values (unscaled), kept along. */
  readonly mass: Float64Array;
  /** Occupied rows of each plane, [low, high). */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Rows from plane index to liquidation row, [side][rung]; fixed for the life of the book. */
  readonly shift: Float64Array;
  /** Funding drift in rows, [side][rung]. */
  readonly drift: Float64Array;
  /** Positions that price cannot close, [side][cohort], scaled. */
  readonly never: Float64Array;
}

/** Index of a plane: side-major, then rung, then cohort. */
export const planeIndex = (book: Book, side: number, rung: number): number => (side * book.rungCount + rung) * COHORTS;

export function createBook(ladder: Ladder, rowCount: number): Book {
  const rungCount = ladder.rungs[0].length;
  const planes = 2 * rungCount * COHORTS;
  return {
    rungCount,
    rowCount,
    origin: 0,
    values: new Float64Array(planes * rowCount),
    scale: new Float64Array(planes).fill(1),
    mass: new Float64Array(planes),
    low: new Int32Array(planes),
    high: new Int32Array(planes),
    shift: Float64Array.from(ladder.rungs.flat(), ({ shift }) => shift),
    drift: new Float64Array(2 * rungCount),
    never: new Float64Array(2 * COHORTS),
  };
}

/** A stretch of traded volume: weight per price row, rows [first, first + count). */
export interface Profile {
  first: number;
  count: number;
  /** Weights; sums to `total`. At least `count` long. */
  weights: Float64Array;
  total: number;
}

/** What is added to the planes of one rung: `amount` in all, laid out as `profile` moved by `shift` rows. Mutable, so that one serves many. */
export interface Deposit {
  side: number;
  rung: number;
  profile: Profile;
  /** Rows from entry to liquidation. */
  shift: number;
  fastShare: number;
  /** Total to add over both cohorts; negative takes back, never below zero. */
  amount: number;
  /** Liquidation rows at or beyond this coordinate are skipped: price has been there since. Infinity (short: -Infinity): none. */
  sweptFrom: number;
}

/**
 * Adds a deposit and returns how much of `amount` was really added (less when rows were skipped, or held less than is taken back).
 * Row contents move by a fractional shift, shared between the two rows that they overlap.
 */
export function deposit(book: Book, of: Deposit): number {
  const { profile } = of;
  const toIndex = indexOffset(book, of.side, of.rung);
  const moved = profile.first + of.shift + toIndex;
  const start = Math.floor(moved) | 0;
  // Plane rows whose centre price has passed since: longs at or above, shorts at or below.
  const swept = of.sweptFrom + toIndex - 0.5;
  const first = Math.max(start, of.side === LONG ? 0 : Math.max(0, Math.floor(swept) + 1)) | 0;
  const last = Math.min(start + profile.count, book.rowCount - 1, of.side === LONG ? Math.ceil(swept) - 1 : Infinity) | 0;
  if (last < first) return 0;
  const plane = planeIndex(book, of.side, of.rung);
  const perWeight = of.amount / profile.total;
  const fast = (perWeight * of.fastShare) / book.scale[plane];
  const slow = (perWeight * (1 - of.fastShare)) / book.scale[plane + SLOW];
  widen(book, plane, first, last + 1);
  widen(book, plane + SLOW, first, last + 1);
  const rows = { plane, start, first, last, upper: moved - start, fast, slow };
  return of.amount > 0 ? addRows(book, profile, rows) : takeRows(book, profile, rows);
}

/** Plane rows [first, last] of a profile laid out from `start`, with the amount per weight for each cohort. */
interface DepositRows {
  readonly plane: number;
  readonly start: number;
  readonly first: number;
  readonly last: number;
  readonly upper: number;
  readonly fast: number;
  readonly slow: number;
}

function addRows(book: Book, { weights, count }: Profile, { plane, start, first, last, upper, fast, slow }: DepositRows): number {
  const { values } = book;
  const fastBase = plane * book.rowCount;
  const slowBase = fastBase + book.rowCount;
  const lower = 1 - upper;
  let before = first > start ? weights[first - start - 1] : 0;
  let sum = 0;
  for (let row = first; row <= last; row++) {
    const i = row - start;
    const weight = i < count ? weights[i] : 0;
    const share = weight * lower + before * upper;
    before = weight;
    values[fastBase + row] += share * fast;
    values[slowBase + row] += share * slow;
    sum += share;
  }
  book.mass[plane] += sum * fast;
  book.mass[plane + SLOW] += sum * slow;
  return sum * (fast * book.scale[plane] + slow * book.scale[plane + SLOW]);
}

function takeRows(book: Book, { weights, count }: Profile, { plane, start, first, last, upper, fast, slow }: DepositRows): number {
  let taken = 0;
  for (let p = plane; p < plane + COHORTS; p++) {
    const base = p * book.rowCount;
    const unit = p === plane ? fast : slow;
    let sum = 0;
    for (let row = first; row <= last; row++) {
      const i = row - start;
      const share = (i < count ? weights[i] * (1 - upper) : 0) + (i > 0 ? weights[i - 1] * upper : 0);
      const before = book.values[base + row];
      const after = Math.max(0, before + share * unit);
      book.values[base + row] = after;
      sum += after - before;
    }
    book.mass[p] = Math.max(0, book.mass[p] + sum);
    taken += sum * book.scale[p];
  }
  return taken;
}

function widen(book: Book, p: number, first: number, end: number): void {
  if (book.low[p] === book.high[p]) {
    book.low[p] = first;
    book.high[p] = end;
    return;
  }
  if (first < book.low[p]) book.low[p] = first;
  if (end > book.high[p]) book.high[p] = end;
}

/** From a liquidation coordinate to a plane's (fractional) index. */
function indexOffset(book: Book, side: number, rung: number): number {
  const at = side * book.rungCount + rung;
  return -book.drift[at] - book.shift[at] - book.origin;
}

/**
 * Clears what liquidates at or beyond row coordinate `at` (longs above it, shorts below) and returns how much stood there per unit weight,
 * summed over cohorts.
 */
export function sweepRung(book: Book, side: number, rung: number, at: number): number {
  const edge = at + indexOffset(book, side, rung) - 0.5;
  const plane = planeIndex(book, side, rung);
  let swept = 0;
  for (let p = plane; p < plane + COHORTS; p++) {
    const low = book.low[p];
    const high = book.high[p];
    const from = side === LONG ? Math.max(low, Math.ceil(edge)) : low;
    const to = side === LONG ? high : Math.min(high, Math.floor(edge) + 1);
    if (to <= from) continue;
    const base = p * book.rowCount;
    let sum = 0;
    for (let row = from; row < to; row++) {
      sum += book.values[base + row];
      book.values[base + row] = 0;
    }
    if (side === LONG) book.high[p] = from;
    else book.low[p] = to;
    if (book.low[p] >= book.high[p]) {
      book.low[p] = book.high[p] = 0;
      book.mass[p] = 0;
    } else book.mass[p] = Math.max(0, book.mass[p] - sum);
    swept += sum * book.scale[p];
  }
  return swept;
}

/** Multiplies the rows whose liquidation coordinate lies in [from, to) by `keep`; returns what was taken away, per unit weight. */
export function thinRung(book: Book, side: number, rung: number, band: { from: number; to: number; keep: number }): number {
  const offset = indexOffset(book, side, rung) - 0.5;
  const plane = planeIndex(book, side, rung);
  let taken = 0;
  for (let p = plane; p < plane + COHORTS; p++) {
    const from = Math.max(book.low[p], Math.ceil(band.from + offset));
    const to = Math.min(book.high[p], Math.ceil(band.to + offset));
    const base = p * book.rowCount;
    let sum = 0;
    for (let row = from; row < to; row++) {
      const gone = book.values[base + row] * (1 - band.keep);
      book.values[base + row] -= gone;
      sum += gone;
    }
    book.mass[p] = Math.max(0, book.mass[p] - sum);
    taken += sum * book.scale[p];
  }
  return taken;
}

/** What stands in all planes of a side and its never rung, weighted by the ladder. */
export function standing(book: Book, ladder: Ladder, side: 0 | 1): number {
  const rungs = ladder.rungs[side];
  let total = ladder.neverWeight[side] * (book.never[side * COHORTS] + book.never[side * COHORTS + 1]);
  for (let rung = 0; rung < rungs.length; rung++) {
    const p = planeIndex(book, side, rung);
    total += rungs[rung].weight * (book.mass[p] * book.scale[p] + book.mass[p + 1] * book.scale[p + 1]);
  }
  return total;
}

/** Multiplies everything of a side by `factor`. */
export function scaleSide(book: Book, side: 0 | 1, factor: number): void {
  const first = planeIndex(book, side, 0);
  for (let p = first; p < first + book.rungCount * COHORTS; p++) book.scale[p] *= factor;
  book.never[side * COHORTS] *= factor;
  book.never[side * COHORTS + 1] *= factor;
}

const SMALLEST_SCALE = 1e-30;
const NEGLIGIBLE = 1e-12;

/**
 * Upkeep, every few hundred steps: folds tiny scales into the values, sums the masses afresh, drops negligible rows at the ends
 * of each plane's occupied range.
 */
export function tidy(book: Book): void {
  for (let p = 0; p < book.scale.length; p++) {
    const base = p * book.rowCount;
    const fold = book.scale[p] < SMALLEST_SCALE || book.scale[p] > 1 / SMALLEST_SCALE ? book.scale[p] : 1;
    let sum = 0;
    for (let row = book.low[p]; row < book.high[p]; row++) {
      book.values[base + row] *= fold;
      sum += book.values[base + row];
    }
    book.scale[p] /= fold;
    book.mass[p] = sum;
    trim(book, p, sum * NEGLIGIBLE);
  }
}

function trim(book: Book, p: number, threshold: number): void {
  const base = p * book.rowCount;
  const drop = (row: number) => {
    book.mass[p] -= book.values[base + row];
    book.values[base + row] = 0;
  };
  while (book.low[p] < book.high[p] && book.values[base + book.low[p]] <= threshold) drop(book.low[p]++);
  while (book.high[p] > book.low[p] && book.values[base + book.high[p] - 1] <= threshold) drop(--book.high[p]);
  if (book.low[p] === book.high[p]) {
    book.low[p] = book.high[p] = 0;
    book.mass[p] = 0;
  }
}

/** Moves the window so that entry rows [low, high] lie well inside it. What falls off the far end is dropped with its mass. */
export function recentre(book: Book, low: number, high: number): void {
  const margin = book.rowCount >> 3;
  if (low - book.origin >= margin && high - book.origin < book.rowCount - margin) return;
  const origin = Math.round((low + high) / 2) - (book.rowCount >> 1);
  const by = origin - book.origin;
  for (let p = 0; p < book.scale.length; p++) {
    const base = p * book.rowCount;
    const from = Math.max(book.low[p], by);
    const to = Math.min(book.high[p], book.rowCount + by);
    const plane = book.values.subarray(base, base + book.rowCount);
    if (to > from) {
      const kept = plane.slice(from, to);
      plane.fill(0);
      plane.set(kept, from - by);
      book.low[p] = from - by;
      book.high[p] = to - by;
      book.mass[p] = kept.reduce((sum, value) => sum + value, 0);
    } else {
      plane.fill(0);
      book.low[p] = book.high[p] = 0;
      book.mass[p] = 0;
    }
  }
  book.origin = origin;
}
