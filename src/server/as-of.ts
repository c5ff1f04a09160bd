import type { FastifyReply } from "fastify";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";

/** What every reply says of itself: where its figures come from, as of when, and how old that is by the hub's clock (ms). */
export interface Provenance {
  readonly source: Hub["source"];
  readonly asOf: number;
  readonly staleMs: number;
}

export function provenanceOf(hub: Pick<Hub, "source" | "now">, asOf: number): Provenance {
  const now = hub.now();
  // The bar that is forming ends later than anything is known.
  return { source: hub.source, asOf: Math.min(asOf, now), staleMs: Math.max(0, now - asOf) };
}

/** The same in the headers of a reply that has no room for it in its body. */
export function stampAge(reply: Pick<FastifyReply, "headers">, hub: Pick<Hub, "source" | "now">, asOf: number): void {
  const { asOf: known, staleMs } = provenanceOf(hub, asOf);
  void reply.headers({ "x-powderkeg-as-of": known, "x-powderkeg-stale-ms": staleMs });
}

/**
 * Until when what came in of a market is known: an exchange that has fallen silent leaves its bars and prints as old as its map. The hub's own time
 * while there is no map yet.
 */
export function heardUntil(hub: Pick<Hub, "now"> & Partial<Pick<Hub, "bookTime">>, { id, lastTime }: Pick<MarketView, "id" | "lastTime">): number {
  return Math.min(hub.now(), Math.max(hub.bookTime?.(id) ?? 0, lastTime ?? 0) || hub.now());
}

/** Epoch ms of the newest book of any market: what a reply about all of them shows. The hub's own time while there is none. */
export function newestBookTime(hub: Hub): number {
  const newest = Math.max(...hub.markets().map(({ id, lastTime }) => hub.bookTime(id) ?? lastTime ?? 0));
  return newest > 0 ? newest : hub.now();
}
