import { COLUMN_STATE } from "#core/heat-tile.ts";
import type { ColumnReader } from "./column-reader.ts";

/** How long something has stood, told by the columns that hold it. */
export interface ColumnAge {
  /** The first column that has it. */
  readonly firstColumn: number;
  /** The column before is not loaded, or lies too far back: it may be older. */
  readonly mayBeOlder: boolean;
}

export interface CellAsked {
  /** Planes that are counted. */
  readonly planes: readonly number[];
  readonly column: number;
  readonly cell: number;
}

/** Of what a cell holds, what counts as the cell having stood: what grew on it since is younger. */
const STANDING_SHARE = 0.5;
/** Columns through which it is followed back at most. */
const MOST_COLUMNS = 600;

/** Since which column at least half of what a cell holds has stood in it without a break; undefined where it holds nothing. */
export function cellAge(reader: ColumnReader, { planes, column, cell }: CellAsked): ColumnAge | undefined {
  const usdAt = (at: number) => reader.usd(at, planes, { first: cell, last: cell })[0];
  const least = STANDING_SHARE * usdAt(column);
  if (least <= 0) return undefined;
  for (let at = column - 1; at > column - MOST_COLUMNS; at--) {
    const state = reader.state(at, cell);
    if (state === undefined || state === COLUMN_STATE.absent) return { firstColumn: at + 1, mayBeOlder: true };
    if (usdAt(at) < least) return { firstColumn: at + 1, mayBeOlder: false };
  }
  return { firstColumn: column - MOST_COLUMNS + 1, mayBeOlder: true };
}
