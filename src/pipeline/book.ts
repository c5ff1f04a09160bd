import { columnOfSnapshot, type HeatColumn, type HeatSnapshot, type StockSnapshot } from "#core/heat-column.ts";
import { type MapBands, mapBands } from "#engine/uncertainty/map-bands.ts";
import type { MapSpread } from "#engine/uncertainty/map-spread.ts";
import { HEAT_LEVELS, columnEnd, columnIndexOf } from "#core/heat-levels.ts";

/** A modelled map, and what it may be wrong by. */
export interface BandedBook {
  readonly snapshot: StockSnapshot;
  spread(): MapSpread;
  bands(): MapBands;
}

/** The modelled book of one market at one instant, with its column in every level made when first asked for. */
export interface Book extends BandedBook {
  readonly layer: "modelled";
  readonly snapshot: HeatSnapshot;
  /** True for the forming step: the next book replaces it. */
  readonly provisional: boolean;
  /** The column of `level` that holds the instant; final when the step has ended and the column with it. */
  column(level: number): HeatColumn<"modelled">;
  /** What the map may be wrong by: that of the last step that ended, which a forming one hardly changes. */
  spread(): MapSpread;
  /** The p10-p90 band of every 20-bps bin; made when first asked for. */
  bands(): MapBands;
}

export function createBook(snapshot: HeatSnapshot, at: { provisional: boolean; spread: () => MapSpread }): Book {
  const columns = new Map<number, HeatColumn<"modelled">>();
  let bands: MapBands | undefined;
  return {
    layer: "modelled",
    snapshot,
    provisional: at.provisional,
    spread: at.spread,
    bands: () => (bands ??= mapBands(snapshot, at.spread())),
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

/** The same of a map that was read out of the store. */
export const bandedBook = (snapshot: StockSnapshot, spread: MapSpread): BandedBook => ({
  snapshot,
  spread: () => spread,
  bands: () => mapBands(snapshot, spread),
});
