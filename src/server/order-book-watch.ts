import type { Hub } from "#pipeline/hub.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import type { OrderBooks } from "./order-books.ts";

/** What one client watches of order books: one market at most, at most four times a second, and only what has changed. */
export interface OrderBookWatch {
  /** Replaces what is watched; null: nothing any more. Says in words why a market cannot be watched. */
  watch(market: string | null, rowsPerCell: number): string | undefined;
  stop(): void;
}

export interface OrderBookWatchOptions {
  readonly hub: Pick<Hub, "market">;
  readonly books: OrderBooks;
  readonly send: (book: OrderBookMessage) => void;
  readonly congested: () => boolean;
}

const EVERY_MS = 250;

export function createOrderBookWatch({ hub, books, send, congested }: OrderBookWatchOptions): OrderBookWatch {
  let timer: ReturnType<typeof setInterval> | undefined;
  let sent: string | undefined;

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    sent = undefined;
  }

  return {
    watch(id, rowsPerCell) {
      stop();
      if (id === null) return undefined;
      if (hub.market(id) === undefined) return `market: no ${id} here`;
      const look = () => {
        const market = congested() ? undefined : hub.market(id);
        if (market === undefined) return;
        const book = books.of(market, rowsPerCell);
        const state = markOf(book);
        if (state !== sent) send(book);
        sent = state;
      };
      timer = setInterval(look, EVERY_MS);
      look();
      return undefined;
    },
    stop,
  };
}

/** Differs when anything in it does. */
const markOf = ({ venues, prints }: OrderBookMessage): string => [...venues.map(({ asOf, state }) => `${asOf} ${state}`), prints[0]?.time].join();
