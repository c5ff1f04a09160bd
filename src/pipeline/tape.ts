import type { BookEvent, MarketEvent, TradeEvent } from "#core/events.ts";
import type { RawFrame } from "#exchanges/exchange.ts";
import type { Shelf, ShelfHealth } from "#storage/shelf/shelf.ts";

/** What came in and is no input of the estimate: trades and books for some hours, raw frames where they are asked for. */
export interface Tape {
  /** Keeps the trades and books among the events. Never throws. */
  keep(exchange: string, events: readonly MarketEvent[]): void;
  /** Keeps a frame as it came; undefined where frames are not recorded. Never throws. */
  readonly keepFrame: ((exchange: string, frame: RawFrame) => void) | undefined;
  health(): TapeHealth;
  /** Writes what waits. Nothing is kept after it. */
  close(): Promise<void>;
}

export interface TapeHealth {
  /** Undefined where they are not kept. */
  readonly trades: ShelfHealth | undefined;
  readonly frames: ShelfHealth | undefined;
}

/** Writes to the shelves that are given: one line of JSON an event. The formats are in docs/self-hosting.md. */
export function createTape({ trades, frames }: { readonly trades: Shelf | undefined; readonly frames: Shelf | undefined }): Tape {
  return {
    keep(exchange, events) {
      if (trades === undefined) return;
      for (const event of events) {
        if (event.kind === "trade") trades.append(`${exchange}/trades`, lineOfTrade(event));
        else if (event.kind === "book") trades.append(`${exchange}/books`, lineOfBook(event));
      }
    },
    keepFrame: frames && ((exchange, { line, receivedAt, text }) => frames.append(`${exchange}/frames`, JSON.stringify({ at: receivedAt, line, text }))),
    health: () => ({ trades: trades?.health(), frames: frames?.health() }),
    async close() {
      await Promise.all([trades?.close(), frames?.close()]);
    },
  };
}

const symbolOf = (event: MarketEvent): string => event.instrument.slice(event.instrument.indexOf(":") + 1);

/** [symbol, time, price, size, taker side, id or null, buyer, seller]; the last two where the exchange names them. */
function lineOfTrade(trade: TradeEvent): string {
  const { time, price, size, takerSide, id, accounts } = trade;
  const named = accounts ? `,"${accounts.buyer}","${accounts.seller}"` : "";
  return `["${symbolOf(trade)}",${time},${price},${size},"${takerSide}",${id ?? null}${named}]`;
}

/** [symbol, time, 1 of a snapshot or 0 of an update, bids, asks], each level [price, size]. */
const lineOfBook = (book: BookEvent): string => JSON.stringify([symbolOf(book), book.time, book.snapshot ? 1 : 0, book.bids, book.asks]);
