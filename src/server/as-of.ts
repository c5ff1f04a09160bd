import type { Hub } from "#pipeline/hub.ts";

/** Epoch ms of the newest book of any market: what a reply about all of them shows. The hub's own time while there is none. */
export function newestBookTime(hub: Hub): number {
  const newest = Math.max(...hub.markets().map(({ id, lastTime }) => hub.book(id)?.snapshot.time ?? lastTime ?? 0));
  return newest > 0 ? newest : hub.now();
}
