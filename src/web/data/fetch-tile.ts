import { type HeatTile, parseTile } from "#core/heat-tile.ts";
import type { TileAt, TileDetail, TileSource } from "./heat-worker-messages.ts";
import { reach } from "./reach.ts";

/** Fetches one tile of a view, or its sketch; undefined when the server has nothing there. Throws with one sentence when it cannot be had. */
export async function fetchTile(
  { market, level, layer, age, member }: TileSource,
  { x, y, detail }: TileAt & { readonly detail: TileDetail },
  signal: AbortSignal,
): Promise<HeatTile | undefined> {
  const [exchange, symbol] = market.split(":");
  const query = new URLSearchParams({ ...(age && { age }), ...(member && { member }), ...(detail === "sketch" && { tiers: "together" }) }).toString();
  const path = `/v1/markets/${encodeURIComponent(exchange)}/${encodeURIComponent(symbol)}/tiles/${layer}/${level}/${x}/${y}${query && `?${query}`}`;
  const response = await reach(path, { signal });
  if (response.status === 204) return undefined;
  if (!response.ok) throw new Error(`the server answered ${response.status} for a part of the map`);
  return parseTile(new Uint8Array(await response.arrayBuffer()), layer);
}
