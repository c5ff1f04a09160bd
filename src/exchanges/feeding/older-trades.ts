import type { KeyedTrade } from "./feed-plan.ts";

export interface Hole {
  /** Time of the last trade that was heard before it. */
  readonly since: number;
  /** Whether a trade of this key was heard. */
  readonly isHeard: (key: string) => boolean;
}

/** Pages of a thousand: a quarter of an hour of an ordinary one, and minutes of a crash. */
const MOST_PAGES = 20;
/** Some exchanges give the times of old trades to the second. */
const COARSE_MS = 1_000;

/**
 * The trades of a hole, oldest first, out of pages that begin at the newest. Only a page with a trade that was heard before the hole shows that it is
 * reached, and that these pages tell trades by the keys of the line. Undefined when none does.
 */
export async function tradesOfHole(pages: AsyncIterable<readonly KeyedTrade[]>, { since, isHeard }: Hole): Promise<readonly KeyedTrade[] | undefined> {
  const newestFirst: KeyedTrade[] = [];
  const isBefore = ({ event }: KeyedTrade) => event.time <= since;
  let count = 0;
  for await (const page of pages) {
    const fresh = page.filter(({ key }) => !isHeard(key));
    newestFirst.push(...fresh.filter(({ event }) => event.time >= since - (since % COARSE_MS)));
    if (page.some((trade) => isBefore(trade) && isHeard(trade.key))) return newestFirst.reverse();
    if (++count === MOST_PAGES || page.some(({ event }) => event.time < since - COARSE_MS)) return undefined;
  }
  return undefined;
}
