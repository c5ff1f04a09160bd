import type { InstrumentId } from "#core/instrument.ts";
import type { MarketView } from "#pipeline/market-view.ts";

/** Exchange part of the id of a coin's map over every exchange, e.g. `all:BTC`. */
export const ALL_EXCHANGES = "all";

/** Several instruments of one coin seen as one market: those of one exchange, or of all. */
export interface CombinedMarket {
  readonly id: InstrumentId;
  /** An exchange's id, or {@link ALL_EXCHANGES}. */
  readonly exchange: string;
  readonly exchangeLabel: string;
  readonly coin: string;
  /** Two at least; the reference first. */
  readonly members: readonly [MarketView, MarketView, ...MarketView[]];
}

/**
 * The combined markets that there are: per coin one over all instruments, and per exchange that has several instruments of the coin one over
 * those. The reference, whose price is shown and on whose mark the others are put, is the first that has a map and goes on: linear before inverse,
 * perpetual before dated, exchanges in the order given.
 */
export function combinedMarkets(markets: readonly MarketView[], exchanges: readonly string[]): readonly CombinedMarket[] {
  return [...groupsOf(markets, ({ coin }) => coin)].flatMap(([coin, ofCoin]) => {
    const all = combine(`${ALL_EXCHANGES}:${coin}`, { exchange: ALL_EXCHANGES, exchangeLabel: "All exchanges", coin }, ranked(ofCoin, exchanges));
    const perExchange = [...groupsOf(ofCoin, ({ exchange }) => exchange)].flatMap(([exchange, members]) =>
      combine(
        `${exchange}:${ALL_EXCHANGES}-${coin}`,
        { exchange, exchangeLabel: `${members[0].exchangeLabel}, all contracts`, coin },
        ranked(members, exchanges),
      ),
    );
    // An exchange that is alone is all of them.
    return perExchange.some(({ members }) => members.length === ofCoin.length) ? perExchange : all.concat(perExchange);
  });
}

/** The same market with its members as they are now. */
export function withFreshMembers(hub: { market(id: string): MarketView | undefined }, market: CombinedMarket): CombinedMarket {
  const [first, second, ...others] = market.members;
  const fresh = (member: MarketView): MarketView => hub.market(member.id) ?? member;
  return { ...market, members: [fresh(first), fresh(second), ...others.map(fresh)] };
}

function combine(id: InstrumentId, of: Omit<CombinedMarket, "id" | "members">, [first, second, ...others]: readonly MarketView[]): readonly CombinedMarket[] {
  return first === undefined || second === undefined ? [] : [{ id, ...of, members: [first, second, ...others] }];
}

/** Whose price stands still while others' go on is nobody's reference: its exchange is silent, or trades it no more. */
const LATE_STEPS = 3;

function ranked(markets: readonly MarketView[], exchanges: readonly string[]): readonly MarketView[] {
  const newest = Math.max(...markets.map(({ lastTime }) => lastTime ?? 0));
  const isBehind = ({ lastTime, stepMs }: MarketView) => (lastTime ?? 0) < newest - LATE_STEPS * stepMs;
  const rankOf = (market: MarketView) => (market.ready ? 0 : 8_000) + (isBehind(market) ? 4_000 : 0) + placeOf(market);
  const placeOf = ({ contract, expiry, exchange }: MarketView) =>
    (contract === "linear" ? 0 : 2_000) + (expiry === null ? 0 : 1_000) + (exchanges.includes(exchange) ? exchanges.indexOf(exchange) : 999);
  return markets.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1));
}

function groupsOf(markets: readonly MarketView[], keyOf: (market: MarketView) => string): Map<string, MarketView[]> {
  const groups = new Map<string, MarketView[]>();
  for (const market of markets) groups.set(keyOf(market), [...(groups.get(keyOf(market)) ?? []), market]);
  return groups;
}
