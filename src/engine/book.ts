import type { Ladder } from "./ladder.ts";
import { createProfile } from "./price-path.ts";

export const COHORTS = 3;
export const FAST = 0;
export const SLOW = 1;
/** Positions that price has once come close to and that neither closed nor were closed: a stop fires only once. */
export const SETTLED = 2;
/** Cohorts that openings go to. */
export const OPENED_COHORTS = 2;

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
  /** Share of newly opened notional in each rung, [side][rung], and in the never rung, [side]: from the prior, then learned. A side's shares sum to 1. */
  readonly weight: Float64Array;
  readonly neverWeight: Float64Array;
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
  const bins = Int32Array.from(grains.flatMap((grain) => Array.from({ length: COHORTS }, () => rowCount / grain)));
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
    weight: Float64Array.from(rungs, ({ priorWeight }) => priorWeight),
    neverWeight: Float64Array.from(ladder.priorNever),
    never: new Float64Array(2 * OPENED_COHORTS),
    owed: { profile: createProfile(), amount: new Float64Array(2) },
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

/** From a liquidation coordinate to rows within a plane; divide by the grain for bins. */
export const binOffset = (book: Book, at: number): number => -book.drift[at] - book.shift[at] - book.origin;

/** What stands in the cohorts of a rung whose fast plane is `p`, per unit weight. */
export const rungStanding = ({ mass, scale }: Book, p: number): number =>
  mass[p] * scale[p] + mass[p + SLOW] * scale[p + SLOW] + mass[p + SETTLED] * scale[p + SETTLED];

export const neverStanding = ({ never }: Book, side: number): number => never[side * OPENED_COHORTS] + never[side * OPENED_COHORTS + 1];

/** What stands in all planes of a side and its never rung, weighted by the ladder, with what is owed. */
export function standing(book: Book, ladder: Ladder, side: 0 | 1): number {
  let total = book.neverWeight[side] * neverStanding(book, side);
  for (let rung = 0; rung < book.rungCount; rung++) {
    const p = planeIndex(book, side, rung);
    const owed = rung < ladder.farRungs ? book.owed.amount[side] : 0;
    total += book.weight[side * book.rungCount + rung] * (rungStanding(book, p) + owed);
  }
  return total;
}

/** What stands in each rung and the never rung of a side, weighted by the ladder, with what is owed. */
export interface RungStandings {
  readonly rungs: readonly number[];
  readonly never: number;
}

export function standingByRung(book: Book, ladder: Ladder, side: 0 | 1): RungStandings {
  const rungs = ladder.rungs[side].map((_, rung) => {
    const owed = rung < ladder.farRungs ? book.owed.amount[side] : 0;
    return book.weight[side * book.rungCount + rung] * (rungStanding(book, planeIndex(book, side, rung)) + owed);
  });
  return { rungs, never: book.neverWeight[side] * neverStanding(book, side) };
}

/** The same per unit weight: what would stand if all that is opened were of the rung. */
export function unitStandings(book: Book, ladder: Ladder, side: 0 | 1): RungStandings {
  const rungs = ladder.rungs[side].map((_, rung) => rungStanding(book, planeIndex(book, side, rung)) + (rung < ladder.farRungs ? book.owed.amount[side] : 0));
  return { rungs, never: neverStanding(book, side) };
}

/** Multiplies everything of a side by `factor`. */
export function scaleSide(book: Book, side: 0 | 1, factor: number): void {
  const first = planeIndex(book, side, 0);
  for (let p = first; p < first + book.rungCount * COHORTS; p++) scalePlane(book, p, factor);
  book.owed.amount[side] *= factor;
  book.never[side * OPENED_COHORTS] *= factor;
  book.never[side * OPENED_COHORTS + 1] *= factor;
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

/** Extends the occupied range of a plane over bins [first, end). */
export function widen(book: Book, p: number, first: number, end: number): void {
  if (book.low[p] === book.high[p]) {
    book.low[p] = first;
    book.high[p] = end;
    return;
  }
  if (first < book.low[p]) book.low[p] = first;
  if (end > book.high[p]) book.high[p] = end;
}
