import { gradeOf } from "#engine/uncertainty/reliability.ts";
import type { Hub } from "./hub.ts";
import type { MarketView } from "./market-view.ts";

/** Below this open interest, USD, few positions make a market's map. */
export const DEFAULT_RELIABILITY_FLOOR_USD = 300_000_000;

/** The same hub, with markets below the floor graded and named as thin ones. Of several seen as one their sum counts. 0: no market is thin. */
export function withReliabilityFloor(hub: Hub, floorUsd: number): Hub {
  return {
    ...hub,
    markets: () => hub.markets().map((market) => flooredView(market, floorUsd)),
    market(id) {
      const market = hub.market(id);
      return market && flooredView(market, floorUsd);
    },
    subscribe: (listener) =>
      hub.subscribe((update) => listener(update.kind === "market" ? { ...update, market: flooredView(update.market, floorUsd) } : update)),
  };
}

/** Half of its score goes with its open interest, as far as that is below the floor. */
export function flooredView(market: MarketView, floorUsd: number): MarketView {
  const { openInterestUsd, reliability } = market;
  if (reliability === null || openInterestUsd === null || openInterestUsd >= floorUsd) return market;
  const score = reliability.score * (0.5 + (0.5 * openInterestUsd) / floorUsd);
  const reason = `a thin market: open interest of ${millions(openInterestUsd)} is below the floor of ${millions(floorUsd)}`;
  return { ...market, thinBelowUsd: floorUsd, reliability: { grade: gradeOf(score), score, reasons: [reason, ...reliability.reasons] } };
}

const millions = (usd: number): string => `$${usd < 9_950_000 ? (usd / 1e6).toFixed(1) : Math.round(usd / 1e6)}M`;
