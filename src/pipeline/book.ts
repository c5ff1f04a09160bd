import { columnOfSnapshot, type HeatColumn, type HeatSnapshot } from "#core/heat-column.ts";
import { HEAT_LEVELS, columnEnd, columnIndexOf } from "#core/heat-levels.ts";

/** The modelled book of one market at one instant, with its column in every level made when first asked for. */
export interface Book {
  readonly layer: "modelled";
  readonly snapshot: HeatSnapshot;
  /** True for the forming step: the next book replaces it. */
  readonly provisional: boolean;
  /** The column of `level` that holds the instant; final when the step has ended and the column with it. */
  column(level: number): HeatColumn<"modelled">;
}

export function createBook(snapshot: HeatSnapshot, at: { provisional: boolean }): Book {
  const columns = new Map<number, HeatColumn<"modelled">>();
  return {
    layer: "modelled",
    snapshot,
    provisional: at.provisional,
    column(level) {
      const made = columns.get(level);
      if (made) return made;
      const shape = HEAT_LEVELS[level];
      const index = columnIndexOf(shape, snapshot.time - 1);
      const provisional = at.provisional || columnEnd(shape, index) !== snapshot.time;
      const column = columnOfSnapshot(snapshot, shape, { layer: "modelled", column: index, provisional });
      columns.set(level, column);
      return column;
    },
  };
}
