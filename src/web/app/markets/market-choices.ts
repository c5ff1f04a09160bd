import type { MarketMessage } from "#wire/messages.ts";

/** A coin of the list: the market that stands for it. */
export interface CoinChoice {
  readonly coin: string;
  /** On the exchange that is looked at now, where it has the coin; else over all exchanges, else the first. */
  readonly market: MarketMessage;
}

/** One entry per coin, in the order of the server. */
export function coinChoices(markets: readonly MarketMessage[], current: MarketMessage | undefined): readonly CoinChoice[] {
  return [...new Set(markets.map(({ coin }) => coin))].flatMap((coin) => {
    const ofCoin = markets.filter((market) => market.coin === coin);
    const market = ofCoin.find(({ exchange, members }) => exchange === current?.exchange && isCombined(members) === isCombined(current.members)) ?? ofCoin[0];
    return market ? [{ coin, market }] : [];
  });
}

/** Everything that a coin can be looked at on: combined markets first, then by size. */
export function exchangeChoices(markets: readonly MarketMessage[], coin: string | undefined): readonly MarketMessage[] {
  return markets
    .filter((market) => market.coin === coin)
    .toSorted((a, b) => (b.members?.length ?? 0) - (a.members?.length ?? 0) || (b.openInterestUsd ?? 0) - (a.openInterestUsd ?? 0));
}

/** What the trigger of the list says: `All exchanges`, `Bybit`, and the symbol where an exchange has several. */
export function exchangeName(market: MarketMessage, choices: readonly MarketMessage[]): string {
  const several = choices.filter(({ exchange, members }) => exchange === market.exchange && members === null).length > 1;
  return several && market.members === null ? `${market.exchangeLabel} ${market.symbol}` : market.exchangeLabel;
}

/** How far an instrument's mark is from the one whose price the combined market shows, where one says so. */
export function basisOf(market: MarketMessage, choices: readonly MarketMessage[]): number | undefined {
  const widest = choices.find(({ members }) => members !== null);
  return widest?.members?.find((member) => member.market === market.id)?.basis ?? undefined;
}

/** A market that others of its coin are compared with. */
export interface ComparedMember {
  readonly market: string;
  /** The exchange, with the symbol where it has several of the coin. */
  readonly label: string;
  readonly ready: boolean;
}

/** The members of a coin's widest combined market, the one with most open interest first; none where there is no combined one. */
export function comparedMembers(markets: readonly MarketMessage[], coin: string): readonly ComparedMember[] {
  const widest = exchangeChoices(markets, coin)[0];
  return widest ? membersOf(widest) : [];
}

/** What a combined market adds up, the one with most open interest first; none where it is none. */
export function membersOf(combined: Pick<MarketMessage, "members">): readonly ComparedMember[] {
  const members = combined.members ?? [];
  const isAlone = (label: string) => members.filter(({ exchangeLabel }) => exchangeLabel === label).length === 1;
  return members
    .toSorted((a, b) => (b.openInterestUsd ?? 0) - (a.openInterestUsd ?? 0))
    .map(({ market, exchangeLabel, symbol, ready }) => ({ market, label: isAlone(exchangeLabel) ? exchangeLabel : `${exchangeLabel} ${symbol}`, ready }));
}

const isCombined = (members: MarketMessage["members"]): boolean => members !== null;
