import type { RealisedCell } from "#core/realised.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { RealisedGrid, TimeRange } from "#storage/store.ts";
import type { CombinedMarket } from "./combined-markets.ts";
import { closesOf, shiftsOf } from "./member-closes.ts";

type Grid = Omit<RealisedGrid, "contract">;

/** Printed liquidations of every member, put on the reference's price column by column. */
export async function combinedRealised(hub: Hub, market: CombinedMarket, { by, range }: { by: Grid; range: TimeRange }): Promise<readonly RealisedCell[]> {
  const sums = new Map<string, RealisedCell>();
  for (const { id } of market.members) {
    const cells = await hub.realised(id, by, range);
    for (const cell of await onReference(hub, market, { id, cells, by })) add(sums, cell);
  }
  return [...sums.values()].sort((a, b) => a.column - b.column || a.cell - b.cell);
}

/** A member's cells where the combined market shows them. */
export async function onReference(
  hub: Hub,
  { members: [reference] }: CombinedMarket,
  { id, cells, by }: { id: CombinedMarket["id"]; cells: readonly RealisedCell[]; by: Grid },
): Promise<readonly RealisedCell[]> {
  const [oldest, newest] = [cells[0], cells.at(-1)];
  if (oldest === undefined || newest === undefined || id === reference.id) return cells;
  const span = { columnMs: by.columnMs, first: oldest.column, count: newest.column - oldest.column + 1 };
  const [own, theirs] = await Promise.all([closesOf(hub, id, span), closesOf(hub, reference.id, span)]);
  if (own === undefined || theirs === undefined) return cells;
  const shifts = shiftsOf(own, theirs, by.rowsPerCell);
  return cells.map((cell) => ({ ...cell, cell: cell.cell + shifts[cell.column - span.first] }));
}

function add(sums: Map<string, RealisedCell>, cell: RealisedCell): void {
  const key = `${cell.column} ${cell.cell}`;
  const known = sums.get(key);
  sums.set(
    key,
    known ? { ...cell, longUsd: known.longUsd + cell.longUsd, shortUsd: known.shortUsd + cell.shortUsd, prints: known.prints + cell.prints } : cell,
  );
}
