import { create } from "zustand";
import type { OrderBookMessage } from "#wire/order-book.ts";

/** The order book that is watched, as the stream brought it last. Written by the live connection only. */
export const useOrders = create<{ readonly book: OrderBookMessage | undefined }>(() => ({ book: undefined }));

/** That of a market; undefined while another one, or none, is watched. */
export function ordersOf(market: string | undefined): OrderBookMessage | undefined {
  const { book } = useOrders.getState();
  return book?.market === market ? book : undefined;
}
