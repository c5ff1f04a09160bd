import type { MarketMessage } from "#wire/messages.ts";

/** How many of a combined market's exchanges had a map at an instant; undefined where all had, or it is a market of its own. */
export function membersThen(
  { members }: Pick<MarketMessage, "members">,
  markets: readonly Pick<MarketMessage, "id" | "firstTime">[],
  timeMs: number,
): { readonly had: number; readonly of: number } | undefined {
  if (!members) return undefined;
  const began = members.map(({ market }) => markets.find(({ id }) => id === market)?.firstTime ?? null);
  const had = began.filter((firstTime) => firstTime !== null && firstTime < timeMs).length;
  return had > 0 && had < members.length ? { had, of: members.length } : undefined;
}
