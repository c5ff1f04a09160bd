import type { FastifyReply } from "fastify";
import type { Hub } from "#pipeline/hub.ts";

/** What every reply says of itself: where its figures come from, as of when, and how old that is by the hub's clock (ms). */
export interface Provenance {
  readonly source: Hub["source"];
  readonly asOf: number;
  readonly staleMs: number;
}

export const provenanceOf = (hub: Pick<Hub, "source" | "now">, asOf: number): Provenance => ({
  source: hub.source,
  asOf,
  staleMs: Math.max(0, hub.now() - asOf),
});

/** The same in the headers of a reply that has no room for it in its body. */
export function stampAge(reply: Pick<FastifyReply, "headers">, hub: Pick<Hub, "source" | "now">, asOf: number): void {
  const { staleMs } = provenanceOf(hub, asOf);
  void reply.headers({ "x-powderkeg-as-of": asOf, "x-powderkeg-stale-ms": staleMs });
}

/** Epoch ms of the newest book of any market: what a reply about all of them shows. The hub's own time while there is none. */
export function newestBookTime(hub: Hub): number {
  const newest = Math.max(...hub.markets().map(({ id, lastTime }) => hub.book(id)?.snapshot.time ?? lastTime ?? 0));
  return newest > 0 ? newest : hub.now();
}
