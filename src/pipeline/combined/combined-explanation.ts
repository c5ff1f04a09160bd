import { AppError } from "#core/app-error.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { priceAt } from "#core/price-rows.ts";
import type { CellAsked } from "#engine/explain/cell-plan.ts";
import type { ExplainedCell, MarketPart } from "#pipeline/explain/explain-desk.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { CombinedMarket } from "./combined-markets.ts";
import { shiftsOf } from "./member-closes.ts";
import type { TileSources } from "./combined-tile.ts";

const MOST_PARTS = 50;

/**
 * Why a cell of a combined market holds what it holds: each member is asked, one after the other, about the cell that its basis moves onto this one, and
 * every part says whose it is. A member without a map at that time holds nothing. Rejects with `not-found` when none has one.
 */
export async function explainCombined(
  { hub, closesOf }: { readonly hub: Pick<Hub, "explain">; readonly closesOf: TileSources["closesOf"] },
  { id, members }: CombinedMarket,
  { asked, how }: { asked: CellAsked; how: Parameters<Hub["explain"]>[2] },
): Promise<ExplainedCell> {
  const { columnMs } = HEAT_LEVELS.find(({ rowsPerCell }) => rowsPerCell === asked.rowCount) ?? HEAT_LEVELS[0];
  const span = { columnMs, first: Math.ceil(how.time / columnMs) - 1, count: 1 };
  const closes = await Promise.all(members.map((member) => closesOf(member.id, span)));
  const told: ExplainedCell[] = [];
  for (const [index, member] of members.entries()) {
    const own = closes[index];
    if (own === undefined) continue;
    const [cells] = shiftsOf(own, closes[0] ?? own, asked.rowCount);
    const cell = { ...asked, firstRow: asked.firstRow - cells * asked.rowCount };
    const explained = await hub.explain(member.id, cell, how).catch(nothingWhereNoMap);
    if (explained) told.push(explained);
  }
  if (told.length === 0) throw new AppError("not-found", `no market of ${id} has a map at that time`);
  return together(told, asked);
}

function nothingWhereNoMap(problem: unknown): undefined {
  if (problem instanceof AppError && problem.code === "not-found") return undefined;
  throw problem;
}

function together(told: readonly ExplainedCell[], { firstRow, rowCount }: CellAsked): ExplainedCell {
  const parts = told.flatMap((cell) => cell.parts).toSorted((a, b) => b.usdNow - a.usdNow);
  const cut = parts.slice(MOST_PARTS);
  const [{ side }] = told;
  return {
    time: Math.max(...told.map(({ time }) => time)),
    side,
    priceLow: priceAt(firstRow),
    priceHigh: priceAt(firstRow + rowCount),
    usd: sumOf(told, ({ usd }) => usd),
    explainedUsd: sumOf(told, ({ explainedUsd }) => explainedUsd),
    parts: parts.slice(0, MOST_PARTS),
    rest: {
      parts: cut.length + sumOf(told, ({ rest }) => rest.parts),
      openedUsd: sumOf(cut, ({ openedUsd }: MarketPart) => openedUsd) + sumOf(told, ({ rest }) => rest.openedUsd),
      usdNow: sumOf(cut, ({ usdNow }: MarketPart) => usdNow) + sumOf(told, ({ rest }) => rest.usdNow),
    },
  };
}

const sumOf = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((sum, item) => sum + of(item), 0);
