import { LRUCache } from "lru-cache";
import type { InstrumentId } from "#core/instrument.ts";
import type { Clock } from "#pipeline/clock.ts";
import type { Hub, TileAsked } from "#pipeline/hub.ts";
import type { HubListener, HubUpdate } from "#pipeline/hub-update.ts";
import { settledOrRecent } from "#pipeline/remembered.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { StoredTile } from "#storage/store.ts";
import { createCombinedAttention } from "./combined-attention.ts";
import { type CombinedDesk, createCombinedDesk } from "./combined-desk.ts";
import { type CombinedMarket, combinedMarkets, withFreshMembers } from "./combined-markets.ts";
import { explainCombined } from "./combined-explanation.ts";
import { combinedRealised } from "./combined-realised.ts";
import { type CombinedTile, combinedTile, hasEnded } from "./combined-tile.ts";
import { combinedView } from "./combined-view.ts";
import { type Closes, type ColumnSpan, closesOf } from "./member-closes.ts";
import { derivedUpdates } from "./derived-updates.ts";

export interface CombiningOptions {
  readonly clock: Pick<Clock, "now">;
  /** Ids of exchanges; the first that has a coin gives its combined market the price. */
  readonly exchanges: readonly string[];
}

/** How long the grouping of markets is kept: a market that becomes ready shows in its groups this much later. */
const GROUPED_MS = 1_000;
/** A tile is made of a dozen others: what was made in this column's time serves everybody, and for good what no later column changes. */
const TILE_KEPT_MS = 10_000;
const TILES_KEPT = 128;
/** Tiles above each other share their prices. */
const CLOSES_KEPT = 256;

/**
 * The hub with its combined markets beside the others: per coin over all exchanges, per exchange over all contracts. They hold nothing of their own:
 * every figure is the sum of their members', each moved by its basis. What happens to one member leaves the others where they are.
 */
export function combineHub(hub: Hub, { clock, exchanges }: CombiningOptions): Hub {
  const desks = new Map<InstrumentId, CombinedDesk>();
  const tiles = new LRUCache<string, Promise<CombinedTile>>({ max: TILES_KEPT, ttl: TILE_KEPT_MS });
  const closes = new LRUCache<string, Promise<Closes | undefined>>({ max: CLOSES_KEPT, ttl: TILE_KEPT_MS });
  const listeners = new Set<HubListener>();
  const attention = createCombinedAttention(hub, combined);
  let grouped: { readonly at: number; readonly markets: readonly CombinedMarket[] } | undefined;

  function combined(): readonly CombinedMarket[] {
    if (grouped !== undefined && clock.now() - grouped.at < GROUPED_MS) return grouped.markets;
    grouped = { at: clock.now(), markets: combinedMarkets(hub.markets(), exchanges) };
    attention.follow();
    return grouped.markets;
  }
  /** Groups are kept, what stands in them is not. */
  const viewOf = (market: CombinedMarket): MarketView => combinedView(withFreshMembers(hub, market));
  const combinedOf = (id: string): CombinedMarket | undefined => combined().find((market) => market.id === id);
  const deskOf = ({ id }: CombinedMarket): CombinedDesk => {
    const desk = desks.get(id) ?? createCombinedDesk(hub);
    desks.set(id, desk);
    return desk;
  };

  function rememberedCloses(market: InstrumentId, span: ColumnSpan): Promise<Closes | undefined> {
    const member = hub.market(market);
    const isSettled = () => member !== undefined && hasEnded(member, span);
    return settledOrRecent(closes, `${market} ${span.columnMs} ${span.first} ${span.count}`, { make: () => closesOf(hub, market, span), isSettled });
  }

  async function tileOf(market: CombinedMarket, at: TileAsked): Promise<StoredTile | undefined> {
    const key = [market.id, ...market.members.map(({ id }) => id), at.layer, at.level, at.x, at.y, at.member].join(" ");
    const make = () => combinedTile({ hub, closesOf: rememberedCloses }, market, at);
    return (await settledOrRecent(tiles, key, { make, isSettled: ({ settled }) => settled })).tile;
  }

  const publish: HubListener = (update) => listeners.forEach((listener) => listener(update));
  const unsubscribe = hub.subscribe((update: HubUpdate) => {
    publish(update);
    // Nobody looks at a forming book; an ended one is kept for whoever comes.
    if (listeners.size === 0 && update.kind === "book" && update.book.provisional) return;
    for (const derived of derivedUpdates(hub, update, { markets: combined(), deskOf, closesOf: rememberedCloses, now: clock.now() })) publish(derived);
  });

  return {
    ...hub,
    markets: () => [...combined().map(viewOf), ...hub.markets()],
    market: (id) => {
      const market = combinedOf(id);
      return market ? viewOf(market) : hub.market(id);
    },
    book: (id) => {
      const market = combinedOf(id);
      return market ? deskOf(market).book(market, clock.now()) : hub.book(id);
    },
    bookTime: (id) => {
      const times = combinedOf(id)?.members.flatMap((member) => hub.bookTime(member.id) ?? []);
      return times === undefined ? hub.bookTime(id) : times.length > 0 ? Math.max(...times) : undefined;
    },
    measured: (id) => (combinedOf(id) ? undefined : hub.measured(id)),
    model: (id) => {
      const market = combinedOf(id);
      return market ? [...new Set(market.members.flatMap((member) => hub.model(member.id) ?? []))].join(", ") || undefined : hub.model(id);
    },
    tile: (id, at) => {
      const market = combinedOf(id);
      return market ? tileOf(market, at) : hub.tile(id, at);
    },
    recentBars: (id) => hub.recentBars(combinedOf(id)?.members[0].id ?? id),
    candles: (id, intervalMs, range) => hub.candles(combinedOf(id)?.members[0].id ?? id, intervalMs, range),
    closes: (id, intervalMs, range) => hub.closes(combinedOf(id)?.members[0].id ?? id, intervalMs, range),
    realised: (id, by, range) => {
      const market = combinedOf(id);
      return market ? combinedRealised({ hub, closesOf: rememberedCloses }, market, { by, range }) : hub.realised(id, by, range);
    },
    attend: (id) => attention.attend(id),
    async explain(id, asked, how) {
      const market = combinedOf(id);
      return market ? explainCombined({ hub, closesOf: rememberedCloses }, market, { asked, how }) : hub.explain(id, asked, how);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      unsubscribe();
      await hub.stop();
    },
  };
}
