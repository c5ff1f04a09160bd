import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import type { ContractKind } from "#core/instrument.ts";
import { priceAt, rowOf, rowsOfRatio } from "#core/price-rows.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { COHORTS, GRAINS, LARGEST_GRAIN, type Book, type Profile } from "./book.ts";
import type { Ladder, Rung } from "./ladder.ts";
import { inGrain } from "./opening.ts";
import { type Stretch, addCohorts, writeRows } from "./read-out-loops.ts";
import { layRung } from "./rung-layout.ts";

/** A window of price rows [firstRow, firstRow + rowCount). */
export interface RowWindow {
  readonly firstRow: number;
  readonly rowCount: number;
}

/** Scratch of read-outs, which do not nest: one tier of the window in bins of each grain, and the price of each row relative to the first. One contract kind each. */
export interface ReadOutScratch {
  /** Of the read-out at hand. */
  window: RowWindow;
  /** Of the rung at hand. */
  readonly stretch: Stretch;
  bins: readonly Float64Array[];
  relativePrice: Float64Array;
  /** Per grain: window rows [low, high) that the tier at hand occupies. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** The memory last written, and the rows [low, high) of each of its planes that are not empty: when it comes back, only they are cleared. */
  written: Float32Array | undefined;
  readonly writtenLow: Int32Array;
  readonly writtenHigh: Int32Array;
}

export const createReadOutScratch = (): ReadOutScratch => ({
  window: { firstRow: 0, rowCount: 0 },
  stretch: { unit: 0, low: 0, high: 0, moved: 0, into: new Float64Array(0) },
  bins: [],
  relativePrice: new Float64Array(0),
  low: new Int32Array(GRAINS.length),
  high: new Int32Array(GRAINS.length),
  written: undefined,
  writtenLow: new Int32Array(PLANE_COUNT),
  writtenHigh: new Int32Array(PLANE_COUNT),
});

/** The map reaches this far from mark, as a fraction of it. */
const MAP_REACH = 0.65;

/** No column's cell is taller. A window reaches this far beyond what it is asked for, so that the cells at its ends are whole. */
const TALLEST_CELL_ROWS = 20;

/** The rows of a map around a mark price, within `reach` of it as a fraction. */
export const mapWindow = (mark: number, reach = MAP_REACH): RowWindow =>
  windowFrom(rowOf(mark * (1 - reach)) - TALLEST_CELL_ROWS, rowsOfRatio((1 + reach) / (1 - reach)) + 2 * TALLEST_CELL_ROWS);

/** The window from `low` up that spans at least `rows`: it begins at a multiple of LARGEST_GRAIN and is always equally long, so that its memory can be reused. */
export function windowFrom(low: number, rows: number): RowWindow {
  return { firstRow: Math.floor(low / LARGEST_GRAIN) * LARGEST_GRAIN, rowCount: (Math.ceil(rows / LARGEST_GRAIN) + 1) * LARGEST_GRAIN };
}

/**
 * Sums the book to [plane][row] of the window, in USD: weighted over rungs and cohorts, each row at its own price (inverse: face).
 * A plane that funding has moved by a fraction of a bin is read at the nearest one. `into` is used when it has the right length.
 */
export function readOut(
  book: Book,
  of: { ladder: Ladder; contract: ContractKind; window: RowWindow; scratch: ReadOutScratch; into: Float32Array | undefined },
): Float32Array {
  const { ladder, contract, window, scratch } = of;
  const { rowCount, firstRow } = window;
  scratch.window = window;
  if (scratch.relativePrice.length < rowCount) fitScratch(scratch, rowCount, contract);
  const firstPrice = contract === "linear" ? priceAt(firstRow + 0.5) : 1;
  const usd = emptyPlanes(scratch, of.into, rowCount);
  for (const side of [LONG, SHORT] as const) {
    const rungs = ladder.rungs[side];
    const owes = book.owed.amount[side] > 0;
    for (let tier = 0; tier < TIER_COUNT; tier++) {
      scratch.low.fill(rowCount);
      scratch.high.fill(0);
      for (let rung = 0; rung < rungs.length; rung++) {
        if (rungs[rung].tier !== tier) continue;
        const worth = book.weight[side * book.rungCount + rung] * firstPrice;
        if (worth === 0) continue;
        addRung(book, side * book.rungCount + rung, worth, scratch);
        if (owes && rung < ladder.farRungs) addOwed(book, rungs[rung], { side, rung, worth, scratch });
      }
      drainTier(usd, { plane: planeOf(side, tier), rowCount, scratch });
    }
  }
  return usd;
}

/** Memory for all planes with nothing in it: `into` when it has the right length. */
function emptyPlanes(scratch: ReadOutScratch, into: Float32Array | undefined, rowCount: number): Float32Array {
  const { written, writtenLow, writtenHigh } = scratch;
  const usd = into?.length === PLANE_COUNT * rowCount ? into : new Float32Array(PLANE_COUNT * rowCount);
  if (usd === written)
    for (let plane = 0; plane < PLANE_COUNT; plane++) usd.fill(0, plane * rowCount + writtenLow[plane], plane * rowCount + writtenHigh[plane]);
  else if (usd === into) usd.fill(0);
  scratch.written = usd;
  return usd;
}

function fitScratch(scratch: ReadOutScratch, rowCount: number, contract: ContractKind): void {
  scratch.bins = GRAINS.map((grain) => new Float64Array(rowCount / grain));
  scratch.relativePrice = Float64Array.from({ length: rowCount }, (_, row) => (contract === "linear" ? priceAt(row) : 1));
}

/**
 * Adds all cohorts of rung `at` ([side][rung]) at once: they stand on about the same stretch, and bins that a cohort does not occupy are empty.
 * `worth`: of a unit of its planes, weight times the price of the window's first row.
 */
function addRung(book: Book, at: number, worth: number, scratch: ReadOutScratch): void {
  const { window, stretch } = scratch;
  const grain = book.grain[at];
  const halvings = halvingsOf(grain);
  const moved = ((book.origin + book.shift[at] - window.firstRow) / grain + Math.round(book.drift[at] / grain)) | 0;
  let from = Infinity;
  let to = 0;
  for (let p = at * COHORTS, end = p + COHORTS; p < end; p++) {
    if (book.low[p] === book.high[p]) continue;
    from = Math.min(from, book.low[p]);
    to = Math.max(to, book.high[p]);
  }
  stretch.low = Math.max(from, -moved) | 0;
  stretch.high = Math.min(to, window.rowCount / grain - moved) | 0;
  if (stretch.high <= stretch.low) return;
  noteOccupied(scratch, halvings, stretch.low + moved, stretch.high + moved);
  stretch.moved = moved;
  stretch.into = scratch.bins[halvings];
  stretch.unit = worth / grain;
  addCohorts(book, at * COHORTS, stretch);
}

/** What halves a bin of `grain` rows so often is one row. */
const halvingsOf = (grain: number): number => 31 - Math.clz32(grain);

/** Widens what the tier at hand occupies by bins [first, end) of a grain. */
function noteOccupied({ low, high }: ReadOutScratch, halvings: number, first: number, end: number): void {
  low[halvings] = Math.min(low[halvings], first << halvings);
  high[halvings] = Math.max(high[halvings], end << halvings);
}

/** Adds what is owed to a rung as a deposit of it would, see owed-openings.ts. */
function addOwed(book: Book, rung: Rung, of: { side: 0 | 1; rung: number; worth: number; scratch: ReadOutScratch }): void {
  const { owed } = book;
  const { scratch, side } = of;
  const { window } = scratch;
  const at = side * book.rungCount + of.rung;
  const grain = book.grain[at];
  const offset = Math.round(book.drift[at] / grain) * grain - book.drift[at];
  if (!reaches(rung, owed.profile, { offset, window })) return;
  const halvings = halvingsOf(grain);
  const bins = scratch.bins[halvings];
  const { first, count, weights } = layRung(rung, inGrain(owed.profile, grain), { grain, offset });
  const moved = (first - window.firstRow / grain) | 0;
  const from = Math.max(0, -moved) | 0;
  const to = Math.min(count, window.rowCount / grain - moved) | 0;
  if (to <= from) return;
  const perWeight = (owed.amount[side] * of.worth) / owed.profile.total / grain;
  for (let i = from; i < to; i++) bins[moved + i] += weights[i] * perWeight;
  noteOccupied(scratch, halvings, moved + from, moved + to);
}

/** Whether anything that is entered on a profile can liquidate within the window, to a bin either way: layouts of low leverage are wide, and mostly out of sight. */
function reaches({ isolated, spread }: Rung, { first, count }: Profile, { offset, window }: { offset: number; window: RowWindow }): boolean {
  let lowest = spread.length > 0 ? spread[0] : Infinity;
  let highest = spread.length > 0 ? spread[spread.length - 1] : -Infinity;
  for (let i = 0; i < isolated.length; i++) {
    lowest = Math.min(lowest, isolated[i].shift);
    highest = Math.max(highest, isolated[i].shift);
  }
  const end = window.firstRow + window.rowCount;
  return first + lowest + offset < end + 2 * LARGEST_GRAIN && first + count + highest + offset > window.firstRow - 2 * LARGEST_GRAIN;
}

/** Writes a tier's bins to the rows of its plane, evenly and each at its own price, and empties them. Coarse bins go into finer ones first, so that rows are written once. */
function drainTier(usd: Float32Array, { plane, rowCount, scratch }: { plane: number; rowCount: number; scratch: ReadOutScratch }): void {
  const { bins, low, high, relativePrice } = scratch;
  let grain = 0;
  while (grain < GRAINS.length && high[grain] === 0) grain++;
  const occupied = grain < GRAINS.length;
  for (let coarser = GRAINS.length - 1; coarser > grain; coarser--) if (high[coarser] > 0) refine(scratch, coarser);
  const first = occupied ? low[grain] : 0;
  const end = occupied ? high[grain] : 0;
  scratch.writtenLow[plane] = first;
  scratch.writtenHigh[plane] = end;
  if (!occupied) return;
  const source = bins[grain];
  writeRows(source, { halvings: grain, first, end, usd, base: plane * rowCount, relativePrice });
  source.fill(0, first >> grain, end >> grain);
}

/** Moves bins of one grain into the next finer one; a bin holds the amount of one row, so it is simply repeated. */
function refine({ bins, low, high }: ReadOutScratch, grain: number): void {
  const from = bins[grain];
  const into = bins[grain - 1];
  const first = low[grain] >> grain;
  const end = high[grain] >> grain;
  for (let bin = first; bin < end; bin++) {
    const amount = from[bin];
    into[2 * bin] += amount;
    into[2 * bin + 1] += amount;
  }
  from.fill(0, first, end);
  low[grain - 1] = Math.min(low[grain - 1], low[grain]);
  high[grain - 1] = Math.max(high[grain - 1], high[grain]);
}
