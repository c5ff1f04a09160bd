import { COLUMN_STATE } from "#core/heat-tile.ts";
import type { PositionSide } from "#core/position-side.ts";
import { sideIndex } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { type ClusterStretch, clusterStretches, surroundingCells } from "#insight/clusters.ts";
import type { ColumnReader } from "./column-reader.ts";

/** A cluster under a cell, and where it stood in the columns beside it. */
export interface ClusterTrace {
  readonly side: PositionSide;
  /** In the asked column: its cells, both ends included, and what stands in them. */
  readonly fromCell: number;
  readonly toCell: number;
  readonly usd: number;
  /** Its mean density over that of its surroundings. */
  readonly contrast: number;
  /** Columns through which it goes on, both ends included, and its lowest and highest cell in each of them. */
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** The column before the first one is not loaded, or lies too far back: it may be older. */
  readonly mayBeOlder: boolean;
}

export interface TraceAsked {
  readonly reader: ColumnReader;
  /** Planes that are shown. */
  readonly planes: readonly number[];
  readonly column: number;
  readonly cell: number;
  readonly side: PositionSide;
}

/** Columns on either side through which a cluster is followed at most. */
const MOST_COLUMNS = 600;
/** Cells on either side of a cluster within which it is looked for in the next column: it may grow by as much in one. */
const GROWTH = 6;

/** The cluster that a cell belongs to, followed back to where it began and on to where it ends; undefined where nothing stands out. */
export function traceCluster({ reader, planes, column, cell, side }: TraceAsked): ClusterTrace | undefined {
  const shown = planes.filter((plane) => Math.floor(plane / TIER_COUNT) === sideIndex(side));
  const here = stretchesNear(reader, { planes: shown, column, low: cell, high: cell }).find(({ low, high }) => low <= cell && cell <= high);
  if (!here) return undefined;
  const back = follow(reader, { planes: shown, column, from: here, step: -1 });
  const on = follow(reader, { planes: shown, column, from: here, step: 1 });
  const stretches = [...back.found.reverse(), here, ...on.found];
  return {
    side,
    fromCell: here.low,
    toCell: here.high,
    usd: here.usd,
    contrast: here.contrast,
    firstColumn: column - back.found.length,
    lastColumn: column + on.found.length,
    low: Int32Array.from(stretches, ({ low }) => low),
    high: Int32Array.from(stretches, ({ high }) => high),
    mayBeOlder: back.isCut,
  };
}

interface Near {
  readonly planes: readonly number[];
  readonly column: number;
  readonly low: number;
  readonly high: number;
}

interface Stretch extends Pick<ClusterStretch, "contrast"> {
  readonly low: number;
  readonly high: number;
  readonly usd: number;
}

/** The clusters of a column around some cells. */
function stretchesNear(reader: ColumnReader, { planes, column, low, high }: Near): readonly Stretch[] {
  // As far as surroundings reach, and again: those of the cells at the edge are whole, too.
  const reach = 2 * surroundingCells(reader.level.rowsPerCell) + GROWTH;
  const first = low - reach;
  const held = reader.usd(column, planes, { first, last: high + reach });
  return clusterStretches(held, reader.level.rowsPerCell).map((stretch) => {
    let usd = 0;
    for (let at = stretch.first; at < stretch.end; at++) usd += held[at];
    return { low: first + stretch.first, high: first + stretch.end - 1, usd, contrast: stretch.contrast };
  });
}

interface Followed {
  readonly planes: readonly number[];
  readonly column: number;
  readonly from: Stretch;
  readonly step: 1 | -1;
}

/** The same cluster in column after column: each time what overlaps it most. `isCut`: it was not seen to end. */
function follow(reader: ColumnReader, { planes, column, from, step }: Followed): { found: Stretch[]; isCut: boolean } {
  const found: Stretch[] = [];
  let last = from;
  for (let at = column + step; found.length < MOST_COLUMNS; at += step) {
    const state = reader.state(at, last.low);
    if (state === undefined || state === COLUMN_STATE.absent) return { found, isCut: true };
    const next = mostOverlapping(stretchesNear(reader, { planes, column: at, low: last.low, high: last.high }), last);
    if (!next) return { found, isCut: false };
    found.push((last = next));
  }
  return { found, isCut: true };
}

function mostOverlapping(stretches: readonly Stretch[], { low, high }: Stretch): Stretch | undefined {
  const shared = (stretch: Stretch) => Math.min(stretch.high, high) - Math.max(stretch.low, low) + 1;
  const most = stretches.reduce<Stretch | undefined>((best, stretch) => (!best || shared(stretch) > shared(best) ? stretch : best), undefined);
  return most && shared(most) > 0 ? most : undefined;
}
