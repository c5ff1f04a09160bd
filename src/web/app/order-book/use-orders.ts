import type { MarketMessage } from "#wire/messages.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import type { Loadable } from "#web/panels/panel.ts";
import { useLive } from "#web/app/connection/live-store.ts";
import { useOrders } from "./order-book-store.ts";
import { useIsReplaying } from "#web/app/replay/replay-store.ts";
import { useFreshness } from "#web/app/markets/use-freshness.ts";

/** The order book of the market on screen, as the stream brings it while somebody looks. */
export function useOrderBook(market: MarketMessage): Loadable<OrderBookMessage> {
  const book = useOrders((orders) => (orders.book?.market === market.id ? orders.book : undefined));
  const source = useLive((live) => live.source);
  const lostAt = useLive((live) => live.lostAt);
  const { stale } = useFreshness();
  const isReplaying = useIsReplaying();
  if (isReplaying) return { state: "empty", why: "Order books are not kept: there is none of an earlier instant." };
  if (source === "replay") return { state: "empty", why: "Stored history has no order books." };
  if (book === undefined && lostAt !== undefined) return { state: "error", sentence: "order books come with the live stream, which is away", since: lostAt };
  if (book === undefined) return { state: "loading" };
  return { state: "ready", value: book, asOf: book.time, stale };
}
