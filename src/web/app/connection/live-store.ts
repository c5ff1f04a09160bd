import { create } from "zustand";
import type { MarketMessage, ServerMessage, Source, StatusMessage } from "#wire/messages.ts";
import { statusAfter } from "#wire/status-changes.ts";
import type { StreamState } from "#web/data/stream-client.ts";
import { useOrders } from "#web/app/order-book/order-book-store.ts";
import { hearPrint } from "#web/app/drawer/tape-store.ts";

/** What the server last said. Written by the live connection only. */
export interface Live {
  readonly stream: StreamState;
  /** Page clock at which the stream was lost; undefined while it is not. */
  readonly lostAt: number | undefined;
  /** Page clock at which the stream was last heard. */
  readonly heardAt: number | undefined;
  readonly source: Source | undefined;
  readonly status: StatusMessage | undefined;
  /** Newest mark per market. */
  readonly marks: Readonly<Record<string, { readonly time: number; readonly mark: number }>>;
  readonly markets: Readonly<Record<string, MarketMessage>>;
}

export const useLive = create<Live>(() => ({
  stream: "connecting",
  lostAt: undefined,
  heardAt: undefined,
  source: undefined,
  status: undefined,
  marks: {},
  markets: {},
}));

/** Takes a text message in; candles and subscriptions are of no concern to the page as a whole. */
export function takeMessage(message: ServerMessage): void {
  const heardAt = Date.now();
  switch (message.type) {
    case "hello":
      return useLive.setState({ heardAt, source: message.source });
    case "status":
      return useLive.setState({ heardAt, status: message.status, source: message.status.source });
    case "status-changes":
      return useLive.setState(({ status }) => ({ heardAt, status: status && statusAfter(status, message.changes) }));
    case "mark":
      return useLive.setState(({ marks }) => ({ heardAt, marks: { ...marks, [message.market]: { time: message.time, mark: message.mark } } }));
    case "market":
      return useLive.setState(({ markets }) => ({ heardAt, markets: { ...markets, [message.market.id]: message.market } }));
    case "liquidation":
      hearPrint(message);
      return useLive.setState({ heardAt });
    case "order-book":
      useOrders.setState({ book: message.book });
      return useLive.setState({ heardAt });
    case "subscribed":
    case "candle":
    case "realised":
    case "error":
      return useLive.setState({ heardAt });
  }
}
