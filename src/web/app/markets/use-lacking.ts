import { useMemo } from "react";
import type { MarketMessage } from "#wire/messages.ts";
import { type Lack, lackingMembers } from "./lacking-members.ts";

/** Where the map on screen lacks members; the same object until that changes, though markets are new ones all the time. */
export function useLacking(market: MarketMessage | undefined, markets: readonly MarketMessage[]): readonly Lack[] {
  const found = JSON.stringify(market ? lackingMembers(market, markets) : []);
  return useMemo(() => JSON.parse(found) as readonly Lack[], [found]);
}
