import { LONG, SHORT } from "#core/position-side.ts";
import { SECOND_MS } from "#core/units.ts";
import { lotsOfUsd, settleValueOf } from "#simulator/market/contract-value.ts";
import type { Random } from "#simulator/market/random.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import type { Listing } from "./listing.ts";

const LARGEST_USD = 300_000;
const LEVERAGE = 50;

/** Forced orders of the second before `now` that no position of the market is behind: for tests of what a feed carries, not of the truth. */
export function drawForcedOrders({ recorder }: Listing, { count, now, random }: { count: number; now: number; random: Random }): ForcedOrder[] {
  const mark = recorder.mark();
  const { profile } = recorder.market;
  const { tickSize } = profile;
  const rounded = (price: number) => Math.round(price / tickSize) * tickSize;
  return Array.from({ length: count }, (_, i) => {
    const side = random.chance(0.5) ? LONG : SHORT;
    const sign = side === LONG ? 1 : -1;
    const lots = lotsOfUsd(profile, random.uniform() * LARGEST_USD, mark);
    return {
      time: Math.floor(now - SECOND_MS + (i * SECOND_MS) / count),
      side,
      lots,
      filledLots: lots,
      bankruptcyPrice: rounded(mark * (1 - sign * 0.004)),
      averagePrice: rounded(mark * (1 - sign * 0.001)),
      mark,
      liquidationPrice: mark,
      entry: rounded(mark * (1 + sign / LEVERAGE)),
      margin: settleValueOf(profile, lots, mark) / LEVERAGE,
      leverage: LEVERAGE,
      published: true,
    };
  });
}
