import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { singleMarkets } from "./find-pair.ts";

/** What a request is about: a pair or a coin in `symbol`. As it came, unread. */
type Asked = Readonly<Record<string, unknown>>;

/** The markets that a reply is made of: of the exchanges and of the pair or coin that are named, all where none are. */
export function concernedMarkets(hub: Hub, { exchange, exchange_list, symbol }: Asked): readonly MarketView[] {
  const exchanges = wordsOf(exchange).concat(wordsOf(exchange_list));
  const [name] = wordsOf(symbol);
  return singleMarkets(hub).filter(
    (market) =>
      (exchanges.length === 0 || isOneOf([market.exchange, market.exchangeLabel], exchanges)) &&
      (name === undefined || isOneOf([market.symbol, market.coin], [name])),
  );
}

const isOneOf = (names: readonly string[], words: readonly string[]): boolean => names.some((one) => words.includes(one.toLowerCase()));

const wordsOf = (field: unknown): readonly string[] =>
  typeof field === "string" ? field.split(",").flatMap((word) => (word.trim() === "" ? [] : [word.trim().toLowerCase()])) : [];
