import { LRUCache } from "lru-cache";
import { mapWindow } from "#engine/read-out.ts";
import { type MarkedSpread, spreadAround } from "#insight/confidence.ts";
import { combineSpreads } from "#pipeline/combined/combine-spreads.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { remembered } from "#pipeline/remembered.ts";
import type { PastBook } from "./book-at.ts";
import type { PastHub } from "./hub-at.ts";

export interface SpreadAsked {
  readonly hub: PastHub;
  readonly bookOf: (market: MarketView, reach: number) => Promise<PastBook | undefined>;
}

/** Reads what maps might be wrong by out of the store. */
export interface SpreadShelf {
  /** Around the mark of the hub's instant; undefined where it was not kept of the market, or of any member of a combined one. */
  at(asked: SpreadAsked, market: MarketView): Promise<MarkedSpread | undefined>;
}

/** Whose errors count how much is told by what stands within this; beyond it, by open interest. */
const WEIGHED_REACH = 0.2;
const SPREADS_KEPT = 64;
const KEPT_MS = 60_000;

export function createSpreadShelf(): SpreadShelf {
  const kept = new LRUCache<string, Promise<MarkedSpread | "none">>({ max: SPREADS_KEPT, ttl: KEPT_MS });
  return {
    async at(asked, market) {
      const make = async () => (await (market.members ? combined(asked, market, market.members) : own(asked, market))) ?? "none";
      const spread = await remembered(kept, `${market.id} ${asked.hub.now()}`, make);
      return spread === "none" ? undefined : spread;
    },
  };
}

async function own({ hub, bookOf }: SpreadAsked, market: MarketView): Promise<MarkedSpread | undefined> {
  const part = await partOf({ hub, bookOf }, market);
  return part?.spread && { ...part.spread, mark: part.snapshot.mark };
}

type Members = NonNullable<MarketView["members"]>;

async function combined(asked: SpreadAsked, market: MarketView, members: Members): Promise<MarkedSpread | undefined> {
  const known = members.flatMap((member) => asked.hub.market(member.market) ?? []);
  const [whole, ...parts] = await Promise.all([asked.bookOf(market, WEIGHED_REACH), ...known.map((member) => partOf(asked, member))]);
  const there = parts.filter((part) => part !== undefined);
  const kept = there.flatMap(({ snapshot, spread }) => (spread ? [{ snapshot, spread }] : []));
  if (whole === undefined || kept.length === 0 || kept.length < there.length) return undefined;
  const { mark } = whole.snapshot;
  return { ...combineSpreads(kept, { ...mapWindow(mark), mark }), mark };
}

/** What a market held then, with its spread moved there, where that was kept; undefined without a map. */
async function partOf({ hub, bookOf }: SpreadAsked, market: MarketView) {
  const [spread, book] = await Promise.all([hub.spreadAt(market.id, hub.now()), bookOf(market, WEIGHED_REACH)]);
  return book && { snapshot: book.snapshot, spread: spread && spreadAround(spread, book.snapshot.mark) };
}
