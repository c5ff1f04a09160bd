import { MINUTE_MS } from "#core/units.ts";
import { type MarketState, impactPerLot } from "./market-state.ts";
import { IMPACT_KEPT, TICK_MS } from "./market-tick.ts";

/** Arbitrageurs look at all instruments this often. */
const LOOK_MS = 10_000;
/** Of what orders have moved an instrument's price away from the others', the part that they trade back at each look. */
const TRADED_BACK = 0.2;
/** What they want to hold where the premium is a fraction of 1 above the others', over open interest. */
const HELD_PER_PREMIUM = 50;
/** How much of the way there they go at each look. */
const HURRY = 0.005;
const MOST_AT_ONCE = 0.005;
/** Makers' quotes follow the other instruments without a trade, and premiums those of the others. */
const QUOTES_FOLLOW_MS = 6_000;
const PREMIUMS_FOLLOW_MS = 45 * MINUTE_MS;
const APART = Math.exp(-TICK_MS / QUOTES_FOLLOW_MS);
/** Part of an instrument's fading order impact that its exchange's spot price shows. */
const SPOT_FOLLOWS = 0.5;

/** At a look, orders for the next tick: sell where price is above the others', buy where it is below, in proportion; in USD the same on both sides. */
export function planArbitrage(markets: readonly MarketState[]): void {
  if (markets.length < 2 || markets[0].time % LOOK_MS !== 0) return;
  const impact = meanOf(markets, impactOf);
  const premium = meanOf(markets, premiumOf);
  for (const market of markets) {
    const { makers, targetLots } = market;
    const tradedBack = (TRADED_BACK * (impact - market.impact)) / impactPerLot(market);
    const wanted = HELD_PER_PREMIUM * (premium - market.premium) * targetLots;
    const lots = tradedBack + HURRY * (wanted - (makers.arbitrageLong - makers.arbitrageShort));
    const most = MOST_AT_ONCE * targetLots;
    market.arbitrageLots = Math.round(Math.max(-most, Math.min(most, lots)));
  }
}

/** What a tick does to prices apart from news and orders: impact fades, and what is left of it nears the other instruments'; so do premiums. */
export function converge(markets: readonly MarketState[]): void {
  const impact = meanOf(markets, impactOf);
  const premium = meanOf(markets, premiumOf);
  for (const market of markets) {
    market.impact = IMPACT_KEPT * (impact + (market.impact - impact) * APART);
    market.premium += (premium - market.premium) * (TICK_MS / PREMIUMS_FOLLOW_MS);
  }
}

/** Logarithm of the index over fair price: the mean of the exchanges' spot prices, which follow what is traded on their instruments. Of one exchange alone it is fair price. */
export function indexBasis(exchanges: readonly (readonly MarketState[])[]): number {
  if (exchanges.length < 2) return 0;
  let sum = 0;
  for (const markets of exchanges) sum += meanOf(markets, impactOf);
  return (SPOT_FOLLOWS * sum) / exchanges.length;
}

const impactOf = ({ impact }: MarketState): number => impact;
const premiumOf = ({ premium }: MarketState): number => premium;

/** By share of open interest. */
function meanOf(markets: readonly MarketState[], value: (market: MarketState) => number): number {
  let sum = 0;
  let weight = 0;
  for (const market of markets) {
    sum += market.profile.share * value(market);
    weight += market.profile.share;
  }
  return sum / weight;
}
