import { TILE_COLUMNS, tileXOfColumn } from "#core/heat-tile.ts";
import type { RealisedCell } from "#core/realised.ts";
import type { RealisedGrid, TimeRange } from "#storage/store.ts";
import type { TileSources } from "./combined-tile.ts";
import type { CombinedMarket } from "./combined-markets.ts";
import { shiftsOf } from "./member-closes.ts";
import type { Hub } from "#pipeline/hub.ts";

type Grid = Omit<RealisedGrid, "contract">;

export interface RealisedSources {
  readonly hub: Pick<Hub, "realised">;
  readonly closesOf: TileSources["closesOf"];
}

/** Printed liquidations of every member, put on the reference's price column by column. */
export async function combinedRealised(
  { hub, closesOf }: RealisedSources,
  market: CombinedMarket,
  { by, range }: { by: Grid; range: TimeRange },
): Promise<readonly RealisedCell[]> {
  const ofMembers = await Promise.all(
    market.members.map(async ({ id }) => onReference(closesOf, market, { id, cells: await hub.realised(id, by, range), by })),
  );
  const sums = new Map<string, RealisedCell>();
  for (const cell of ofMembers.flat()) add(sums, cell);
  return [...sums.values()].sort((a, b) => a.column - b.column || a.cell - b.cell);
}

/** A member's cells where the combined market shows them: moved as the columns of its tiles are. */
export async function onReference(
  closesOf: TileSources["closesOf"],
  { members: [reference] }: CombinedMarket,
  { id, cells, by }: { id: CombinedMarket["id"]; cells: readonly RealisedCell[]; by: Grid },
): Promise<readonly RealisedCell[]> {
  if (id === reference.id) return cells;
  const stretches = [...new Set(cells.map(({ column }) => tileXOfColumn(column)))];
  const shifts = new Map(
    await Promise.all(
      stretches.map(async (x) => {
        const span = { columnMs: by.columnMs, first: x * TILE_COLUMNS, count: TILE_COLUMNS };
        const [own, theirs] = await Promise.all([closesOf(id, span), closesOf(reference.id, span)]);
        return [x, own && theirs && shiftsOf(own, theirs, by.rowsPerCell)] as const;
      }),
    ),
  );
  return cells.map((cell) => {
    const x = tileXOfColumn(cell.column);
    return { ...cell, cell: cell.cell + (shifts.get(x)?.[cell.column - x * TILE_COLUMNS] ?? 0) };
  });
}

function add(sums: Map<string, RealisedCell>, cell: RealisedCell): void {
  const key = `${cell.column} ${cell.cell}`;
  const known = sums.get(key);
  sums.set(
    key,
    known ? { ...cell, longUsd: known.longUsd + cell.longUsd, shortUsd: known.shortUsd + cell.shortUsd, prints: known.prints + cell.prints } : cell,
  );
}
