import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { encodeDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, createTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { type TileAt, keyOf } from "./heat-worker-messages.ts";

/** Something drawn on a map: one density in some cells of a column. */
export interface Stroke {
  readonly column: number;
  readonly cells: readonly number[];
  readonly plane: number;
  readonly density: number;
  readonly provisional?: boolean;
}

/** A loaded map with nothing but some strokes; columns without one are absent, and so is every tile that none touches. */
export function mapOf(strokes: readonly Stroke[], level = HEAT_LEVELS[1]): { get(at: TileAt): { readonly tile: HeatTile } | undefined } {
  const tiles = new Map<string, { readonly tile: HeatTile }>();
  for (const { column, cells, plane, density, provisional = false } of strokes) {
    for (const cell of cells) {
      const at = { x: tileXOfColumn(column), y: tileYOfCell(cell) };
      const { tile } = tiles.get(keyOf(at)) ?? { tile: createTile({ layer: "modelled", level: HEAT_LEVELS.indexOf(level), ...at }) };
      tiles.set(keyOf(at), { tile });
      const x = column - at.x * TILE_COLUMNS;
      tile.states[x] = provisional ? COLUMN_STATE.provisional : COLUMN_STATE.final;
      tile.bytes[(plane * TILE_CELLS + cell - at.y * TILE_CELLS) * TILE_COLUMNS + x] = encodeDensity(density);
    }
  }
  return { get: (at) => tiles.get(keyOf(at)) };
}

/** Every cell from one to another, both included. */
export const cellsFrom = (first: number, last: number): readonly number[] => Array.from({ length: last - first + 1 }, (_, at) => first + at);
