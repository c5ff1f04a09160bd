import { z } from "zod";
import { WINDOWS } from "#core/heat-levels.ts";
import { tilesAhead } from "#core/tiles-ahead.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";

/** From 30 days on. What is shorter is made as fast as it is asked for, and would only take the processor from the page on the same machine: 5 % of its first load. */
export const LEAST_LEVEL_AHEAD = 3;
/** As web/app/view/view-address.ts reads an address. */
const addressSchema = z.object({ market: z.string().optional(), window: z.string().optional(), at: z.string().optional(), sight: z.string().optional() });

/** What has to be known of a market to tell what a page of it asks for. */
export type ShownMarket = Pick<MarketView, "id" | "mark" | "firstTime" | "lastTime" | "finestLevel">;

export interface AheadSources extends Pick<Hub, "tile"> {
  markets(): readonly ShownMarket[];
  market(id: string): ShownMarket | undefined;
}

/**
 * Begins to make the tiles that a page is going to ask for, while its scripts load: those of a year of a coin are sums of forty of its exchanges'.
 * The hub remembers them. What goes wrong is told to who asks for the tile itself.
 */
export function makeTilesAhead(hub: AheadSources, query: unknown): void {
  const { success, data } = addressSchema.safeParse(query);
  if (!success || data.at !== undefined || data.sight !== undefined) return;
  const market = data.market === undefined ? hub.markets()[0] : hub.market(data.market);
  const chosen = WINDOWS.find(({ name }) => name === data.window);
  if (!market || !chosen || chosen.level < LEAST_LEVEL_AHEAD || market.mark === null || market.lastTime === null) return;
  const level = Math.max(chosen.level, market.finestLevel);
  const sight = { fromMs: market.lastTime - chosen.spanMs, toMs: market.lastTime };
  for (const place of tilesAhead(level, market.mark, sight)) hub.tile(market.id, { layer: "modelled", level, ...place }).catch(() => undefined);
}
