import { createRandom } from "#simulator/market/random.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import type { FaultBook } from "./fault-book.ts";
import type { JournalKeeper } from "./journal.ts";
import { type Listing, isTrading } from "./listing.ts";
import { createNewsReader } from "./listing-news.ts";
import { drawForcedOrders } from "./forced-orders.ts";
import { concerns } from "./fault.ts";
import { type RestDesk, createRestDesk } from "./rest-desk.ts";
import { type StreamHub, createStreamHub } from "./stream-hub.ts";
import type { Venue } from "./venue.ts";

/** A venue, answering for what is listed and publishing it. */
export interface OpenVenue {
  readonly exchange: string;
  readonly listings: readonly Listing[];
  readonly rest: RestDesk;
  readonly streams: StreamHub;
  /** From now on it is traded here. */
  list(listing: Listing): void;
  /** Tells everyone what became known up to `now` (true clock, whole epoch ms). */
  publish(now: number): void;
}

export interface VenueSurroundings {
  readonly seed: string;
  readonly faults: FaultBook;
  readonly journal: JournalKeeper;
  /** The true clock, whole epoch ms. */
  readonly now: () => number;
}

export function openVenue(venue: Venue, { seed, faults, journal, now }: VenueSurroundings): OpenVenue {
  const { exchange } = venue.declaration;
  const listings: Listing[] = [];
  const wire = venue.open();
  const listed = () => listings.filter((listing) => isTrading(listing, now()));
  const skewMs = (symbol?: string) => faults.find("clock-skew", symbol === undefined ? { exchange } : { exchange, symbol })?.skewMs ?? 0;
  const random = createRandom(`${seed}/${exchange}/faults`);
  const streams = createStreamHub(wire.streams, { exchange, listed, faults, journal, random });
  const desks: { readonly listing: Listing; readonly injected: ForcedOrder[]; readonly read: ReturnType<typeof createNewsReader> }[] = [];

  faults.onInject((fault) => {
    if (fault.kind !== "forced-orders") return;
    for (const { listing, injected } of desks)
      if (concerns(fault, { exchange, symbol: listing.symbol })) injected.push(...drawForcedOrders(listing, { count: fault.count, now: fault.from, random }));
  });

  const look = (time: number) =>
    desks.flatMap(({ listing, read }) => {
      if (!isTrading(listing, time)) return [];
      const { symbol } = listing;
      const news = read(time, {
        skewMs: skewMs(symbol),
        bookIsStale: faults.find("stale-book", { exchange, symbol }) !== undefined,
        pace: faults.find("burst", { exchange, symbol })?.factor ?? 1,
      });
      journal.publish(news);
      return news;
    });

  return {
    exchange,
    listings,
    list(listing) {
      const injected: ForcedOrder[] = [];
      listings.push(listing);
      desks.push({ listing, injected, read: createNewsReader(listing, { tape: venue.tape, feed: venue.liquidationFeed(), injected }) });
    },
    rest: createRestDesk(wire.rest, { exchange, listed, faults, now: () => now() + skewMs() }),
    streams,
    publish: (time) => streams.publish(look(time), time),
  };
}
