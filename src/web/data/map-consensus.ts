import { COLUMN_STATE } from "#core/heat-tile.ts";
import { POSITION_SIDES, type PositionSide } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { LEAST_SHARE, clusterStretches, surroundingCells } from "#insight/clusters.ts";
import { type ConsensusVerdict, standsOutThere, verdictOf } from "#insight/consensus.ts";
import type { ColumnReader } from "./column-reader.ts";
import type { MemberReader } from "./member-tiles.ts";
import { lastColumnOf } from "./venue-shares.ts";

/** A cluster through columns in which exchanges agree on it to the same degree. */
export interface ConsensusRun {
  readonly side: PositionSide;
  readonly verdict: ConsensusVerdict;
  /** Columns of the map that each entry stands for. */
  readonly step: number;
  /** First of them, oldest first. */
  readonly columns: readonly number[];
  /** Its middle in each, in cells. */
  readonly middles: readonly number[];
}

export interface MapConsensusAsked {
  readonly reader: ColumnReader;
  readonly members: readonly MemberReader[];
  /** Planes that are shown. */
  readonly planes: readonly number[];
  /** Both ends included. */
  readonly cells: { readonly first: number; readonly last: number };
  readonly firstColumn: number;
  /** Cell of the close of each column; NaN where none is known. */
  readonly markCells: Float64Array;
}

/** So many columns are looked at; of more, every second, third and so on. */
const MOST_COLUMNS = 320;

/** How far the members of a combined map agreed on each of its clusters, column by column: by what each of them held there then. */
export function mapConsensus({ firstColumn, markCells, ...asked }: MapConsensusAsked): readonly ConsensusRun[] {
  const step = Math.max(1, Math.ceil(markCells.length / MOST_COLUMNS));
  const runs: OpenRun[] = [];
  let open: OpenRun[] = [];
  for (let at = 0; at < markCells.length; at += step) {
    const column = firstColumn + at;
    const found = Number.isNaN(markCells[at]) ? [] : POSITION_SIDES.flatMap((side) => clustersAt(asked, { side, column, markCell: markCells[at] }));
    open = found.map((cluster) => {
      const before = open.find(({ side, verdict, last }) => side === cluster.side && verdict === cluster.verdict && overlap(last, cluster));
      const run = before ?? { side: cluster.side, verdict: cluster.verdict, step, columns: [], middles: [], last: cluster };
      if (!before) runs.push(run);
      run.columns.push(column);
      run.middles.push((cluster.low + cluster.high + 1) / 2);
      return Object.assign(run, { last: cluster });
    });
  }
  return runs.map(({ last: _last, ...run }) => run);
}

interface OpenRun extends ConsensusRun {
  readonly columns: number[];
  readonly middles: number[];
  readonly last: Held;
}

interface Held {
  readonly side: PositionSide;
  readonly verdict: ConsensusVerdict;
  /** Cells, both included. */
  readonly low: number;
  readonly high: number;
}

const overlap = (a: Held, b: Held): boolean => a.low <= b.high && b.low <= a.high;

interface ColumnAsked {
  readonly side: PositionSide;
  readonly column: number;
  readonly markCell: number;
}

function clustersAt(
  { reader, members, planes, cells }: Omit<MapConsensusAsked, "firstColumn" | "markCells">,
  { side, column, markCell }: ColumnAsked,
): readonly Held[] {
  const around = surroundingCells(reader.level.rowsPerCell);
  const range =
    side === "long"
      ? { first: cells.first - around, last: Math.min(markCell, cells.last + around) }
      : { first: Math.max(markCell, cells.first - around), last: cells.last + around };
  const state = reader.state(column, Math.min(cells.last, Math.max(cells.first, markCell)));
  if (range.last < range.first || state === undefined || state === COLUMN_STATE.absent) return [];
  const ofSide = planes.filter((plane) => Math.floor(plane / TIER_COUNT) === POSITION_SIDES.indexOf(side));
  const stretches = clusterStretches(reader.usd(column, ofSide, range), reader.level.rowsPerCell);
  const books = members.map((member) => member.reader.usd(lastColumnOf(member.reader, column, markCell), ofSide, range));
  const usdOf = ({ first, end }: { first: number; end: number }) => books.reduce((sum, book) => sum + total(book, first, end), 0);
  const largest = Math.max(0, ...stretches.map(usdOf));
  return stretches
    .filter((stretch) => range.first + stretch.end > cells.first && range.first + stretch.first <= cells.last && usdOf(stretch) >= LEAST_SHARE * largest)
    .map(({ first, end }) => {
      const holding = books.filter((book) => standsOutThere(mean(book, first, end), mean(book, first - around, end + around))).length;
      return { side, verdict: verdictOf(holding, books.length), low: range.first + first, high: range.first + end - 1 };
    });
}

function total(book: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let at = Math.max(0, from); at < Math.min(book.length, to); at++) sum += book[at];
  return sum;
}

/** Of the cells that there are. */
const mean = (book: Float64Array, from: number, to: number): number => total(book, from, to) / Math.max(1, Math.min(book.length, to) - Math.max(0, from));
