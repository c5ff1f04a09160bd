import { POSITION_SIDES } from "#core/position-side.ts";
import { priceAt, rowsOfRatio } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import { type Cluster, findClusters } from "#insight/clusters.ts";
import { type BookSide, BOOK_SIDES, type CellSide, cellsOfSide, clippedSide } from "#insight/order-book/depth-side.ts";
import { findWalls } from "#insight/order-book/walls.ts";
import type { Book } from "#pipeline/book.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { OrderView } from "#pipeline/order-book/order-desk.ts";
import type { OrderBookMessage, OrderState, OrderVenueMessage } from "#wire/order-book.ts";
import { gridOfBook } from "./levels-grid.ts";

/** One venue's book on the rows of the market that is asked for. */
interface Venue {
  readonly market: string;
  readonly label: string;
  readonly view: OrderView | undefined;
  /** Rows by which it is moved: its basis. */
  readonly shift: number;
  readonly state: OrderState;
}

/** The order books of a market put together, no more often than a page can show it. */
export interface OrderBooks {
  of(market: MarketView, rowsPerCell: number): OrderBookMessage;
}

/** Made once for everybody who looks within this; */
const KEPT_MS = 200;
/** a book whose stream has been silent for so long is stale, */
const STALE_MS = 20_000;
/** and one that stands still while its stream speaks is being fetched anew. */
const GAPPED_MS = 2_500;
/** Flickers are said to be near a cluster within this share of its price. */
const NEAR_CLUSTER = 0.003;
const CLUSTER_REACH = 0.2;
const CLUSTER_ROWS = 5;

export function createOrderBooks(hub: Hub): OrderBooks {
  const kept = new Map<string, { readonly at: number; readonly message: OrderBookMessage }>();
  let feeds: { readonly at: number; readonly lastMessage: ReadonlyMap<string, number> } | undefined;

  function lastMessages(): ReadonlyMap<string, number> {
    if (feeds === undefined || performance.now() - feeds.at > 1_000) {
      const books = hub.status().feeds.filter(({ stream }) => stream === "book");
      feeds = { at: performance.now(), lastMessage: new Map(books.map(({ instrument, lastMessageAt }) => [instrument ?? "", lastMessageAt ?? 0])) };
    }
    return feeds.lastMessage;
  }

  return {
    of(market, rowsPerCell) {
      const key = `${market.id} ${rowsPerCell}`;
      const known = kept.get(key);
      if (known && performance.now() - known.at < KEPT_MS) return known.message;
      for (const [other, { at }] of kept) if (performance.now() - at > KEPT_MS) kept.delete(other);
      const message = messageOf(hub, market, { rowsPerCell, venues: venuesOf(hub, market, lastMessages()) });
      kept.set(key, { at: performance.now(), message });
      return message;
    },
  };
}

function venuesOf(hub: Hub, market: MarketView, lastMessages: ReadonlyMap<string, number>): readonly Venue[] {
  const members = market.members ?? [{ market: market.id, exchangeLabel: market.exchangeLabel, symbol: market.symbol, basis: 0 }];
  return members.map(({ market: id, exchangeLabel, symbol, basis }) => {
    const view = hub.orders(id);
    const shift = basis === null ? 0 : -Math.round(rowsOfRatio(1 + basis));
    return { market: id, label: `${exchangeLabel} ${symbol}`, view, shift, state: stateOf(view, { now: hub.now(), heardOfAt: lastMessages.get(id) ?? 0 }) };
  });
}

function stateOf(view: OrderView | undefined, { now, heardOfAt }: { readonly now: number; readonly heardOfAt: number }): OrderState {
  if (view === undefined) return "none";
  if (now - view.heardAt > STALE_MS) return "stale";
  if (heardOfAt - view.heardAt > GAPPED_MS) return "gapped";
  if (view.best === undefined) return "none";
  return view.best.bid >= view.best.ask ? "crossed" : "live";
}

function messageOf(
  hub: Hub,
  market: MarketView,
  { rowsPerCell, venues }: { readonly rowsPerCell: number; readonly venues: readonly Venue[] },
): OrderBookMessage {
  const seen = venues.flatMap((venue) => (venue.view ? [{ ...venue, view: venue.view }] : []));
  const clusters = clustersOf(hub.book(market.id));
  const since = seen.map(({ view }) => view.watchedSince);
  return {
    market: market.id,
    time: Math.max(0, ...seen.map(({ view }) => view.time)),
    rowsPerCell,
    watchedSince: since.length > 0 ? Math.max(...since) : null,
    venues: venues.map((venue) => venueMessage(venue, rowsPerCell)),
    walls: BOOK_SIDES.flatMap((side) => wallsOf(side, venues)),
    refills: seen
      .flatMap(({ view, ...venue }) => view.refills.map(({ row, ...refill }) => ({ market: venue.market, ...refill, ...edgesOf(row + venue.shift) })))
      .sort(byTime),
    flickers: seen
      .flatMap(({ view, ...venue }) =>
        view.flickers.map(({ row, ...flicker }) => {
          const edges = edgesOf(row + venue.shift);
          return { market: venue.market, ...flicker, ...edges, cluster: nearOf(clusters, edges) };
        }),
      )
      .sort(byTime),
    prints: seen
      .flatMap(({ view, market: id, shift }) =>
        view.prints.map((print) => ({ ...print, market: id, price: print.price * priceAt(shift), usd: Math.round(print.usd) })),
      )
      .sort(byTime),
  };
}

const byTime = (a: { readonly time: number }, b: { readonly time: number }): number => b.time - a.time;
const edgesOf = (row: number): { low: number; high: number } => ({ low: priceAt(row), high: priceAt(row + 1) });

function venueMessage({ market, label, state, view, shift }: Venue, rowsPerCell: number): OrderVenueMessage {
  const on = { rowsPerCell, shift };
  const { bids, asks, best } = view ?? {};
  const observed = bids && asks && best ? { low: priceAt(bids.wholeFrom + shift), high: priceAt(asks.wholeTo + shift) } : null;
  return {
    market,
    label,
    state,
    asOf: view?.time ?? null,
    bestBid: best?.bid ?? null,
    bestAsk: best?.ask ?? null,
    observed,
    bids: bids ? wholeDollars(cellsOfSide(bids, on)) : EMPTY,
    asks: asks ? wholeDollars(cellsOfSide(asks, on)) : EMPTY,
  };
}

const EMPTY: CellSide = { firstCell: 0, usd: [] };
const wholeDollars = ({ firstCell, usd }: CellSide): CellSide => ({ firstCell, usd: usd.map(Math.round) });

/** Walls of the live venues, each beside its own rows and as far as all its orders are known. */
function wallsOf(side: BookSide, venues: readonly Venue[]): OrderBookMessage["walls"] {
  return venues.flatMap(({ market, view, state, shift }) => {
    if (view === undefined || state !== "live") return [];
    const { wholeFrom, wholeTo } = view[side];
    return findWalls(clippedSide(view[side], wholeFrom, wholeTo)).map(({ row, usd, times }) =>
      Object.assign(edgesOf(row + shift), { market, side, usd: Math.round(usd), times }),
    );
  });
}

const clusters = new WeakMap<Book, readonly Cluster[]>();

function clustersOf(book: Book | undefined): readonly Cluster[] {
  if (book === undefined) return [];
  const known =
    clusters.get(book) ??
    findClusters(gridOfBook(book, { rowsPerCell: CLUSTER_ROWS, reach: CLUSTER_REACH }), { tiers: TIERS, sides: POSITION_SIDES, reach: CLUSTER_REACH });
  clusters.set(book, known);
  return known;
}

function nearOf(all: readonly Cluster[], { low, high }: { readonly low: number; readonly high: number }): { price: number; usd: number } | null {
  const near = all.find((cluster) => cluster.high * (1 + NEAR_CLUSTER) >= low && cluster.low * (1 - NEAR_CLUSTER) <= high);
  return near ? { price: near.price, usd: near.usd } : null;
}
