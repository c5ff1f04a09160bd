import { COLUMN_STATE } from "#core/heat-tile.ts";
import type { CellAsked } from "./cell-age.ts";
import type { ColumnReader } from "./column-reader.ts";
import type { MemberReader } from "./member-tiles.ts";

/** What one member of a combined market holds of a cell. */
export interface VenueShare {
  /** `exchange:symbol`. */
  readonly market: string;
  readonly usd: number;
}

/** A member's newest columns come later than the map's own, over the stream: so far back its last one is as good. */
export const LATE_COLUMNS = 3;

/** What each member holds of a cell, in their order; nothing where it had no map then. */
export function venueShares(members: readonly MemberReader[], { planes, column, cell }: CellAsked): readonly VenueShare[] {
  const cells = { first: cell, last: cell };
  return members.map(({ market, reader }) => ({ market, usd: reader.usd(lastColumnOf(reader, column, cell), planes, cells)[0] }));
}

/** The column, or of a member that is late the last one before that it has. */
export function lastColumnOf(reader: ColumnReader, column: number, cell: number): number {
  let at = column;
  while (at > column - LATE_COLUMNS && (reader.state(at, cell) ?? COLUMN_STATE.absent) === COLUMN_STATE.absent) at--;
  return at;
}
