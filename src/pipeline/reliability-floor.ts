import { underFloor } from "#insight/reliability-floor.ts";
import type { Hub } from "./hub.ts";

/** Below this open interest, USD, few positions make a market's map. */
export const DEFAULT_RELIABILITY_FLOOR_USD = 300_000_000;

/** The same hub, with markets below the floor graded and named as thin ones. Of several seen as one their sum counts. 0: no market is thin. */
export function withReliabilityFloor(hub: Hub, floorUsd: number): Hub {
  return {
    ...hub,
    markets: () => hub.markets().map((market) => underFloor(market, floorUsd)),
    market(id) {
      const market = hub.market(id);
      return market && underFloor(market, floorUsd);
    },
    subscribe: (listener) =>
      hub.subscribe((update) => listener(update.kind === "market" ? { ...update, market: underFloor(update.market, floorUsd) } : update)),
  };
}
