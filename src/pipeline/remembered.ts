import type { LRUCache } from "lru-cache";

/** What was made under a key, or is being made; else it is made now. Kept for the cache's own time from then on; what fails is forgotten, so that the next one tries again. */
export function remembered<Made>(kept: LRUCache<string, Promise<Made>>, key: string, make: () => Promise<Made>): Promise<Made> {
  const found = kept.get(key);
  if (found) return found;
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.peek(key) === made && kept.delete(key));
  return made;
}

/** Remembered for good once it is settled: nothing that comes later changes it. Until then for the cache's own time. */
export async function settledOrRecent<Made>(
  kept: LRUCache<string, Promise<Made>>,
  key: string,
  { make, isSettled }: { readonly make: () => Promise<Made>; readonly isSettled: (made: Made) => boolean },
): Promise<Made> {
  const made = remembered(kept, key, make);
  if (isSettled(await made) && kept.peek(key) === made) kept.set(key, made, { ttl: 0 });
  return made;
}
