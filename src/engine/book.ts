import { LONG } from "#core/position-side.ts";
import type { Ladder } from "./ladder.ts";
import { createProfile } from "./price-path.ts";

export const COHORTS = 2;
export const FAST = 0;
export const SLOW = 1;

/**
 * Standing positions of one instrument, by side, rung and holding cohort. See docs/estimation.md section 4.
 *
 * A plane holds what would stand if *all* opened notional were of its rung ("unit weight"), in the unit that the instrument conserves,
 * divided by the plane's `scale`; the rung's weight multiplies at read-out. Ageing and scaling touch one number per plane.
 * Bin `i` of a plane stands for positions that liquidate in price rows from `origin + shift + drift + i x grain`, `grain` rows of them, with the
 * plane's own fixed `shift`, the typical distance from entry to liquidation: bins are thus about entry rows, and all planes share one window.
 */
export interface Book {
  readonly rungCount: number;
  /** Rows that the window of entries spans. */
  readonly rowCount: number;
  /** Price row where the window begins; a multiple of LARGEST_GRAIN. Moves when price nears its end. */
  origin: number;
  /** Rows per bin, [side][rung]: more where liquidation is far from entry and spread wide. */
  readonly grain: Int32Array;
  /** Where each plane starts in `values`, and how many bins it has. */
  readonly start: Int32Array;
  readonly bins: Int32Array;
  readonly values: Float64Array;
  readonly scale: Float64Array;
  /** Sum of the plane's values (unscaled), kept along. */
  readonly mass: Float64Array;
  /** Occupied bins of each plane, [low, high). */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Rows from window to liquidation row, [side][rung]; fixed for the life of the book, multiples of LARGEST_GRAIN. */
  readonly shift: Float64Array;
  /** Funding drift in rows, [side][rung]. */
  readonly drift: Float64Array;
  /** Positions that price cannot close, [side][cohort], scaled. */
  readonly never: Float64Array;
  readonly owed: OwedOpenings;
}

/**
 * Openings in far rungs that are decided but not yet laid out. Price cannot reach them before it has moved by FAR_ROWS, so they can wait, and
 * several steps are laid out at once, with the open interest that they lead up to. Read-outs and totals count them as standing.
 */
export interface OwedOpenings {
  /** Where they were entered; the sum of its weights is the mean of the two sides' amounts. */
  readonly profile: Profile;
  /** Per side, over all rungs, in the conserved unit. */
  readonly amount: Float64Array;
  /** Phase of their openings, see Opening. */
  phase: number;
}

/** Rows in a bin, by how many rows from entry the nearest liquidation of a rung lies: beyond 2 %, 8 % and 32 % bins are 4, 8 and 16 basis points. */
export const GRAINS = [1, 2, 4, 8] as const;
export const LARGEST_GRAIN = 8;
const GRAIN_FROM_ROWS = [0, 100, 400, 1600];

/** Index of the fast plane of a rung; the slow one follows. Side-major. */
export const planeIndex = (book: Book, side: number, rung: number): number => (side * book.rungCount + rung) * COHORTS;

/** An empty book whose window spans `rowCount` rows (a multiple of LARGEST_GRAIN). */
export function createBook(ladder: Ladder, rowCount: number): Book {
  const rungs = ladder.rungs.flat();
  const grains = rungs.map(({ nearest }) => (nearest < Infinity ? GRAINS[GRAIN_FROM_ROWS.findLastIndex((rows) => nearest >= rows)] : 1));
  const bins = Int32Array.from(grains.flatMap((grain) => [rowCount / grain, rowCount / grain]));
  const start = new Int32Array(bins.length);
  for (let p = 1; p < bins.length; p++) start[p] = start[p - 1] + bins[p - 1];
  return {
    rungCount: rungs.length / 2,
    rowCount,
    origin: 0,
    grain: Int32Array.from(grains),
    start,
    bins,
    values: new Float64Array(start[bins.length - 1] + bins[bins.length - 1]),
    scale: new Float64Array(bins.length).fill(1),
    mass: new Float64Array(bins.length),
    low: new Int32Array(bins.length),
    high: new Int32Array(bins.length),
    shift: Float64Array.from(rungs, ({ shift }) => Math.round(shift / LARGEST_GRAIN) * LARGEST_GRAIN),
    drift: new Float64Array(rungs.length),
    never: new Float64Array(2 * COHORTS),
    owed: { profile: createProfile(), amount: new Float64Array(2), phase: 0 },
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

function widen(book: Book, p: number, first: number, end: number): void {
  if (book.low[p] === book.high[p]) {
    book.low[p] = first;
    book.high[p] = end;
    return;
  }
  if (first < book.low[p]) book.low[p] = first;
  if (end > book.high[p]) book.high[p] = end;
}

/** From a liquidation coordinate to rows within a plane; divide by the grain for bins. */
const binOffset = (book: Book, at: number): number => -book.drift[at] - book.shift[at] - book.origin;

/**
 * Clears what liquidates at or beyond row coordinate `coordinate` (longs above it, shorts below) and returns how much stood there per unit weight,
 * summed over cohorts.
 */
export function sweepRung(book: Book, side: number, rung: number, coordinate: number): number {
  const at = side * book.rungCount + rung;
  const edge = (coordinate + binOffset(book, at)) / book.grain[at] - 0.5;
  let swept = 0;
  for (let p = at * COHORTS; p < (at + 1) * COHORTS; p++) {
    const from = side === LONG ? Math.max(book.low[p], Math.ceil(edge)) : book.low[p];
    const to = side === LONG ? book.high[p] : Math.min(book.high[p], Math.floor(edge) + 1);
    if (to > from) swept += clearBins(book, p, from, to);
  }
  return swept;
}

/** Empties bins [from, to), an end of the plane's occupied range. */
function clearBins(book: Book, p: number, from: number, to: number): number {
  const base = book.start[p];
  let sum = 0;
  for (let bin = from; bin < to; bin++) {
    sum += book.values[base + bin];
    book.values[base + bin] = 0;
  }
  if (to === book.high[p]) book.high[p] = from;
  else book.low[p] = to;
  if (book.low[p] >= book.high[p]) {
    book.low[p] = book.high[p] = 0;
    book.mass[p] = 0;
  } else book.mass[p] = Math.max(0, book.mass[p] - sum);
  return sum * book.scale[p];
}

/** Multiplies the bins whose liquidation coordinate lies in [from, to) by `keep`; returns what was taken away, per unit weight. */
export function thinRung(book: Book, side: number, rung: number, band: { from: number; to: number; keep: number }): number {
  const at = side * book.rungCount + rung;
  const offset = binOffset(book, at);
  const grain = book.grain[at];
  let taken = 0;
  for (let p = at * COHORTS; p < (at + 1) * COHORTS; p++) {
    const from = Math.max(book.low[p], Math.ceil((band.from + offset) / grain - 0.5));
    const to = Math.min(book.high[p], Math.ceil((band.to + offset) / grain - 0.5));
    const base = book.start[p];
    let sum = 0;
    for (let bin = from; bin < to; bin++) {
      const gone = book.values[base + bin] * (1 - band.keep);
      book.values[base + bin] -= gone;
      sum += gone;
    }
    book.mass[p] = Math.max(0, book.mass[p] - sum);
    taken += sum * book.scale[p];
  }
  return taken;
}

/** What stands in all planes of a side and its never rung, weighted by the ladder, with what is owed. */
export function standing(book: Book, ladder: Ladder, side: 0 | 1): number {
  const rungs = ladder.rungs[side];
  let total = ladder.neverWeight[side] * (book.never[side * COHORTS] + book.never[side * COHORTS + 1]);
  for (let rung = 0; rung < rungs.length; rung++) {
    const p = planeIndex(book, side, rung);
    const owed = rung < ladder.farRungs ? book.owed.amount[side] : 0;
    total += rungs[rung].weight * (book.mass[p] * book.scale[p] + book.mass[p + 1] * book.scale[p + 1] + owed);
  }
  return total;
}

/** Multiplies everything of a side by `factor`. */
export function scaleSide(book: Book, side: 0 | 1, factor: number): void {
  const first = planeIndex(book, side, 0);
  for (let p = first; p < first + book.rungCount * COHORTS; p++) scalePlane(book, p, factor);
  book.owed.amount[side] *= factor;
  book.never[side * COHORTS] *= factor;
  book.never[side * COHORTS + 1] *= factor;
}

/** Multiplies a plane by `factor`; one that has shrunk to nothing is emptied, so that what comes next is not divided by nothing. */
export function scalePlane(book: Book, p: number, factor: number): void {
  book.scale[p] *= factor;
  if (book.scale[p] > VANISHED) return;
  book.values.fill(0, book.start[p] + book.low[p], book.start[p] + book.high[p]);
  book.low[p] = book.high[p] = 0;
  book.mass[p] = 0;
  book.scale[p] = 1;
}

const VANISHED = 1e-60;
const SMALLEST_SCALE = 1e-30;
const NEGLIGIBLE = 1e-9;

/**
 * Upkeep, every few hundred steps: folds tiny scales into the values, sums the masses afresh, drops negligible bins at the ends
 * of each plane's occupied range.
 */
export function tidy(book: Book): void {
  for (let p = 0; p < book.scale.length; p++) {
    const base = book.start[p];
    const fold = book.scale[p] < SMALLEST_SCALE || book.scale[p] > 1 / SMALLEST_SCALE ? book.scale[p] : 1;
    let sum = 0;
    for (let bin = book.low[p]; bin < book.high[p]; bin++) {
      book.values[base + bin] *= fold;
      sum += book.values[base + bin];
    }
    book.scale[p] /= fold;
    book.mass[p] = sum;
    trim(book, p, sum * NEGLIGIBLE);
  }
}

function trim(book: Book, p: number, threshold: number): void {
  const base = book.start[p];
  const { low, high } = { low: book.low[p], high: book.high[p] };
  let from = low;
  let to = high;
  while (from < to && book.values[base + from] <= threshold) from++;
  while (to > from && book.values[base + to - 1] <= threshold) to--;
  if (from > low) clearBins(book, p, low, from);
  if (to < high && book.high[p] > 0) clearBins(book, p, to, high);
}

/** Moves the window so that entry rows [low, high] lie well inside it. What falls off the far end is dropped with its mass. */
export function recentre(book: Book, low: number, high: number): void {
  const margin = book.rowCount >> 2;
  if (low - book.origin >= margin && high - book.origin < book.rowCount - margin) return;
  const origin = Math.round((low + high) / 2 / LARGEST_GRAIN) * LARGEST_GRAIN - (book.rowCount >> 1);
  for (let p = 0; p < book.scale.length; p++) movePlane(book, p, (origin - book.origin) / book.grain[p >> 1]);
  book.origin = origin;
}

/** Moves the contents of a plane `by` bins towards its start. */
function movePlane(book: Book, p: number, by: number): void {
  const plane = book.values.subarray(book.start[p], book.start[p] + book.bins[p]);
  const from = Math.max(book.low[p], by);
  const to = Math.min(book.high[p], book.bins[p] + by);
  const kept = to > from ? plane.slice(from, to) : new Float64Array(0);
  plane.fill(0);
  plane.set(kept, Math.max(0, from - by));
  book.low[p] = to > from ? from - by : 0;
  book.high[p] = to > from ? to - by : 0;
  book.mass[p] = kept.reduce((sum, value) => sum + value, 0);
}
