import { LONG, SHORT } from "#core/position-side.ts";
import type { Book, Profile } from "./book.ts";
import type { Ladder } from "./ladder.ts";
import { addTraded, createProfile, resetProfile, turningPoints } from "./price-path.ts";
import type { StepInput } from "./step.ts";
import { type Approach, sweepSide, thinApproached } from "./sweeping.ts";
import { type Swept, clearSwept, createSwept } from "./swept.ts";

const LEGS = 3;
/** A candle is walked in at least this many segments. */
const FEWEST_SEGMENTS = 4;

export type PathOrder = "walked" | "ignored";

/** One stretch of a candle's path: the mark has moved over it, now the volume traded on it opens. */
export interface Segment {
  readonly profile: Profile;
  /** Share of the step's volume. */
  share: number;
}

/** What the walk has swept and what owners have closed on approach so far, per side, in the conserved unit. */
export interface WalkTotals {
  readonly forced: Float64Array;
  readonly swept: Swept;
  readonly approached: Float64Array;
}

/** Scratch that a walk reuses. */
export interface Walk {
  readonly trade: Float64Array;
  readonly mark: Float64Array;
  readonly segment: Segment;
  readonly totals: WalkTotals;
}

export function createWalk(rungCount: number): Walk {
  return {
    trade: new Float64Array(LEGS + 1),
    mark: new Float64Array(LEGS + 1),
    segment: { profile: createProfile(), share: 0 },
    totals: { forced: new Float64Array(2), swept: createSwept(rungCount), approached: new Float64Array(2) },
  };
}

/** What a walk acts on. */
export interface WalkTarget {
  readonly book: Book;
  readonly ladder: Ladder;
  readonly approach: Approach;
  /** Ignored: sweeps by the whole candle before anything of it opens. */
  readonly pathOrder: PathOrder;
  /** The mark has been at [low, high] (row coordinates). */
  visited(low: number, high: number): void;
  /** Opens a segment's volume in the rungs from `nearRung` up, which may be swept later in the same candle. */
  openNear(segment: Segment, nearRung: number): void;
  /** Opens the whole candle's volume in the rungs below `nearRung`, which liquidate further away than the candle is long. */
  openFar(segment: Segment, nearRung: number): void;
}

/**
 * Walks a step along open -> nearer extreme -> farther extreme -> close. Each segment first sweeps the book as the mark moves, then opens
 * what traded on it: that can only be swept by later segments. Rungs that liquidate further from entry than the candle is long cannot be
 * reached by it whatever the order, so they are opened once, at its end.
 */
export function walkStep(walk: Walk, input: StepInput, to: WalkTarget): WalkTotals {
  const { trade, mark, segment, totals } = walk;
  turningPoints(input.candle, trade);
  turningPoints(input.mark ?? input.candle, mark);
  totals.forced.fill(0);
  totals.approached.fill(0);
  clearSwept(totals.swept, (input.prints?.length ?? 0) > 0);
  const nearRung = to.pathOrder === "walked" ? firstWithin(to.ladder, span(trade, mark) + 2) : to.book.rungCount;
  const path = pathLength(trade);
  if (nearRung < to.book.rungCount) walkInSegments(walk, nearRung, to);
  else walkAtOnce(walk, to);
  resetProfile(segment.profile, Math.min(trade[0], trade[1], trade[2]), Math.max(trade[0], trade[1], trade[2]));
  for (let leg = 0; leg < LEGS; leg++) addTraded(segment.profile, trade[leg], trade[leg + 1], legShare(trade, leg, path));
  segment.share = 1;
  to.openFar(segment, nearRung);
  return totals;
}

/** First rung, of either side, with a liquidation nearer to entry than `rows`. Higher rungs are nearer still. */
function firstWithin(ladder: Ladder, rows: number): number {
  const index = ladder.rungs[LONG].findIndex(({ nearest }, rung) => Math.min(nearest, ladder.rungs[SHORT][rung].nearest) <= rows);
  return index < 0 ? ladder.rungs[LONG].length : index;
}

/** Nothing opens on the way: one sweep of each side, at its extreme, does. */
function walkAtOnce({ mark, totals }: Walk, to: WalkTarget): void {
  const nearer = mark[1];
  const farther = mark[2];
  const first = nearer < farther ? LONG : SHORT;
  to.visited(Math.min(nearer, farther), Math.max(nearer, farther));
  approach(totals, to, mark[0], nearer);
  sweep(totals, to, first, nearer);
  approach(totals, to, nearer, farther);
  sweep(totals, to, first === LONG ? SHORT : LONG, farther);
  approach(totals, to, farther, mark[3]);
}

function walkInSegments({ trade, mark, segment, totals }: Walk, nearRung: number, to: WalkTarget): void {
  const path = pathLength(trade);
  to.visited(mark[0], mark[0]);
  sweep(totals, to, LONG, mark[0]);
  sweep(totals, to, SHORT, mark[0]);
  const longest = Math.max(1, Math.min(to.ladder.nearestShift / 2, path / FEWEST_SEGMENTS));
  for (let leg = 0; leg < LEGS; leg++) {
    const share = legShare(trade, leg, path);
    const length = Math.max(Math.abs(trade[leg + 1] - trade[leg]), Math.abs(mark[leg + 1] - mark[leg]));
    const count = Math.max(1, Math.ceil(length / longest));
    for (let i = 0; i < count; i++) {
      move(totals, to, between(mark, leg, i / count), between(mark, leg, (i + 1) / count));
      if (share === 0) continue;
      const from = between(trade, leg, i / count);
      const until = between(trade, leg, (i + 1) / count);
      resetProfile(segment.profile, Math.min(from, until), Math.max(from, until));
      addTraded(segment.profile, from, until, 1);
      segment.share = share / count;
      to.openNear(segment, nearRung);
    }
  }
}

const between = (points: Float64Array, leg: number, at: number): number => points[leg] + (points[leg + 1] - points[leg]) * at;

/** Rows between the lowest and the highest point of either path. */
function span(a: Float64Array, b: Float64Array): number {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i <= LEGS; i++) {
    low = Math.min(low, a[i], b[i]);
    high = Math.max(high, a[i], b[i]);
  }
  return high - low;
}

function pathLength(points: Float64Array): number {
  let path = 0;
  for (let leg = 0; leg < LEGS; leg++) path += Math.abs(points[leg + 1] - points[leg]);
  return path;
}

/** Volume is shared among the legs by their length; a candle that never moved trades all of it at one price. */
function legShare(points: Float64Array, leg: number, path: number): number {
  return path > 0 ? Math.abs(points[leg + 1] - points[leg]) / path : leg === 0 ? 1 : 0;
}

function move(totals: WalkTotals, to: WalkTarget, from: number, until: number): void {
  to.visited(Math.min(from, until), Math.max(from, until));
  if (from === until) return;
  approach(totals, to, from, until);
  sweep(totals, to, sideReached(from, until), until);
}

/** Falling prices reach longs, rising prices shorts. */
const sideReached = (from: number, until: number): 0 | 1 => (until < from ? LONG : SHORT);

function approach(totals: WalkTotals, to: WalkTarget, from: number, until: number): void {
  if (from === until) return;
  totals.approached[sideReached(from, until)] += thinApproached(to.book, to.ladder, { from, to: until }, to.approach);
}

function sweep({ forced, swept }: WalkTotals, { book }: WalkTarget, side: 0 | 1, at: number): void {
  forced[side] += sweepSide(book, { side, at, swept });
}
