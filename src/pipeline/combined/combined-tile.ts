import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, parseTile, tilePayload } from "#core/heat-tile.ts";
import { HEAT_LEVELS, columnEnd } from "#core/heat-levels.ts";
import type { InstrumentId } from "#core/instrument.ts";
import type { StockLayer } from "#core/layer.ts";
import type { Hub, TileAsked } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { StoredTile } from "#storage/store.ts";
import { gunzipTile, gzipTile } from "#storage/tile-gzip.ts";
import { type TilePart, combineTiles } from "./combine-tiles.ts";
import type { CombinedMarket } from "./combined-markets.ts";
import { type Closes, type ColumnSpan, shiftsOf } from "./member-closes.ts";

/**
 * A tile of a combined market, made of its members' when it is asked for. Never sealed: an exchange that is added, or comes back, adds to the past.
 * Undefined when no member has a column in it. With a member named: of that one alone, moved as the sum moves it, so that such parts add up to the whole.
 */
export async function combinedTile({ hub, closesOf }: TileSources, { members: all }: CombinedMarket, at: TileAsked): Promise<CombinedTile> {
  const members = at.member === undefined ? all : all.filter(({ id }) => id === at.member);
  const span = { columnMs: HEAT_LEVELS[at.level].columnMs, first: at.x * TILE_COLUMNS, count: TILE_COLUMNS };
  const [reference, ...closes] = await Promise.all([all[0], ...members].map(({ id }) => closesOf(id, span)));
  const parts = await Promise.all(members.map((member, index) => partOf(hub, member, { at, span, closes: closes[index], reference })));
  const there = parts.filter((part) => part !== undefined);
  const settled = members.every((member) => hasEnded(member, span)) && there.every(({ isSealed }) => isSealed);
  if (there.length === 0) return { tile: undefined, settled };
  return { tile: { gzip: await gzipTile(tilePayload(combineTiles(at, there))), sealed: false }, settled };
}

export interface CombinedTile {
  readonly tile: StoredTile | undefined;
  /** With these members it will always be the same. */
  readonly settled: boolean;
}

/** Whether nothing more will come of a stretch of a member. */
export const hasEnded = ({ backfill, lastTime }: Pick<MarketView, "backfill" | "lastTime">, { columnMs, first, count }: ColumnSpan): boolean =>
  backfill.state === "done" && (lastTime ?? 0) >= (first + count) * columnMs;

export interface TileSources {
  readonly hub: Pick<Hub, "tile">;
  /** See closesOf in member-closes.ts; may remember. */
  readonly closesOf: (market: InstrumentId, span: ColumnSpan) => Promise<Closes | undefined>;
}

interface PartOptions {
  readonly at: TileAsked;
  readonly span: ColumnSpan;
  readonly closes: Closes | undefined;
  readonly reference: Closes | undefined;
}

async function partOf(
  hub: TileSources["hub"],
  member: MarketView,
  { at, span, closes, reference }: PartOptions,
): Promise<(TilePart<StockLayer> & { readonly isSealed: boolean }) | undefined> {
  if (closes === undefined) return undefined;
  const shifts = shiftsOf(closes, reference ?? closes, HEAT_LEVELS[at.level].rowsPerCell);
  const lowest = Math.floor((at.y * TILE_CELLS - Math.max(...shifts)) / TILE_CELLS);
  const highest = Math.floor((at.y * TILE_CELLS + TILE_CELLS - 1 - Math.min(...shifts)) / TILE_CELLS);
  const tiles = new Map<number, HeatTile>();
  let isSealed = true;
  for (let y = lowest; y <= highest; y++) {
    const stored = await hub.tile(member.id, { ...at, y });
    if (stored === undefined) continue;
    isSealed &&= stored.sealed;
    tiles.set(y, parseTile(await gunzipTile(stored.gzip), at.layer));
  }
  const [any] = tiles.values();
  if (any === undefined) return undefined;
  return { isSealed, tiles, shifts, states: statesOf(any, member, span) };
}

/** A column that a member ought to have and has not yet is provisional, so that the sum is too. */
function statesOf(tile: HeatTile, { backfill, lastTime }: MarketView, { first }: ColumnSpan): Uint8Array {
  const filling = backfill.state === "running" || backfill.state === "waiting";
  return tile.states.map((state, column) => {
    const missing = state === COLUMN_STATE.absent && filling && columnEnd(HEAT_LEVELS[tile.level], first + column) > (lastTime ?? 0);
    return missing ? COLUMN_STATE.provisional : state;
  });
}
