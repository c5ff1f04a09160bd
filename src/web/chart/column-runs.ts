import { COLUMN_STATE, TILE_COLUMNS, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import type { PaintedTile, TileAt } from "#web/data/heat-worker-messages.ts";
import type { Sight } from "./sight.ts";

/** Neighbouring columns, both ends included. */
export interface ColumnRun {
  readonly first: number;
  readonly last: number;
}

/**
 * Runs of columns in sight, up to `newest`, that hold no estimate: not zero, but unknown. A column counts when every tile in sight of its time is loaded
 * and none has it, since a tile that no column reaches into is empty too.
 */
export const absentRuns = (sight: Sight, newest: number, painted: PaintedStates): ColumnRun[] =>
  runsWhere((states, x) => states.every((state) => state[x] === COLUMN_STATE.absent), { sight, newest, painted });

/** Runs of columns in sight that will be replaced: the forming one, and those of a preview. */
export const provisionalRuns = (sight: Sight, newest: number, painted: PaintedStates): ColumnRun[] =>
  runsWhere((states, x) => states.some((state) => state[x] === COLUMN_STATE.provisional), { sight, newest, painted });

type PaintedStates = (at: TileAt) => Pick<PaintedTile, "states"> | undefined;

interface RunsAsked {
  readonly sight: Sight;
  readonly newest: number;
  readonly painted: PaintedStates;
}

/** Runs of columns whose states, in every tile in sight of their time, are as wanted. */
function runsWhere(isWanted: (states: readonly Uint8Array[], x: number) => boolean, { sight, newest, painted }: RunsAsked): ColumnRun[] {
  const runs: { first: number; last: number }[] = [];
  const last = Math.min(sight.lastColumn, newest);
  for (let x = tileXOfColumn(sight.firstColumn); x <= tileXOfColumn(last); x++) {
    const states = statesInSight(sight, x, painted);
    if (!states) continue;
    const from = Math.max(sight.firstColumn, x * TILE_COLUMNS);
    const to = Math.min(last, (x + 1) * TILE_COLUMNS - 1);
    for (let column = from; column <= to; column++) {
      if (!isWanted(states, column - x * TILE_COLUMNS)) continue;
      const run = runs.at(-1);
      if (run?.last === column - 1) run.last = column;
      else runs.push({ first: column, last: column });
    }
  }
  return runs;
}

/** The column states of every tile in sight at `x`; undefined while one of them is on its way. */
function statesInSight(sight: Sight, x: number, painted: PaintedStates): Uint8Array[] | undefined {
  const states: Uint8Array[] = [];
  for (let y = tileYOfCell(sight.firstCell); y <= tileYOfCell(sight.lastCell); y++) {
    const tile = painted({ x, y });
    if (!tile) return undefined;
    states.push(tile.states);
  }
  return states;
}
