import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { HeatTile } from "#core/heat-tile.ts";
import { type ColumnReader, createColumnReader } from "./column-reader.ts";
import { cacheUntil } from "./cache-until.ts";
import { type HeatView, type TileAt, type TileSource, keyOf, sameView } from "./heat-worker-messages.ts";
import { type TileCache, createTileCache } from "./tile-cache.ts";

/** The parts of a combined map that its members hold, fetched when somebody asks who holds something. */
export interface MemberTiles {
  /** Whose parts are asked for; none for a market of its own. What is known of another view is forgotten. */
  setMembers(view: HeatView, members: readonly string[]): void;
  /** Fetches what is lacking or may have grown; resolves when all that can be had is there. */
  load(tiles: readonly TileAt[]): Promise<void>;
  /** One a member, in their order; columns after `until` are absent. Undefined while a tile of somebody is not there. */
  readers(tiles: readonly TileAt[], until: number | undefined): readonly MemberReader[] | undefined;
}

export interface MemberReader {
  /** `exchange:symbol`. */
  readonly market: string;
  readonly reader: ColumnReader;
}

export interface MemberTilesParts {
  readonly fetchTile: (of: TileSource, at: TileAt, signal: AbortSignal) => Promise<HeatTile | undefined>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** A tile with open columns is asked for again after this. */
const KEPT_MS = 10_000;
/** Of each member, 0.66 MB each. */
const MOST_TILES = 24;

interface Member {
  readonly market: string;
  readonly cache: TileCache;
  readonly cameAt: Map<string, number>;
  readonly loading: Map<string, Promise<void>>;
}

export function createMemberTiles({ fetchTile, now }: MemberTilesParts): MemberTiles {
  let of: HeatView | undefined;
  let members: readonly Member[] = [];
  let abort = new AbortController();

  async function fetchInto({ market, cache, cameAt, loading }: Member, view: HeatView, at: TileAt): Promise<void> {
    const { signal } = abort;
    try {
      const tile = await fetchTile({ ...view, member: market }, at, signal);
      if (signal.aborted) return;
      cache.put(at, tile);
      cameAt.set(keyOf(at), now());
    } catch {
      // Who holds a cell is then not known; that the map itself does not come is said elsewhere.
    }
    loading.delete(keyOf(at));
  }

  async function loadOne(member: Member, view: HeatView, at: TileAt): Promise<void> {
    const { cache, cameAt, loading } = member;
    const key = keyOf(at);
    const cached = cache.get(at);
    if (cached && (cached.sealed || now() - (cameAt.get(key) ?? 0) < KEPT_MS)) return;
    const begun = loading.get(key) ?? fetchInto(member, view, at);
    loading.set(key, begun);
    await begun;
  }

  return {
    setMembers(view, markets) {
      if (sameView(of, view) && markets.join() === members.map(({ market }) => market).join()) return;
      abort.abort();
      abort = new AbortController();
      of = view;
      members = markets.map((market) => ({ market, cache: createTileCache(view, MOST_TILES), cameAt: new Map(), loading: new Map() }));
    },
    async load(tiles) {
      const view = of;
      if (view) await Promise.all(members.flatMap((member) => tiles.map((at) => loadOne(member, view, at))));
    },
    readers(tiles, until) {
      const view = of;
      if (!view || members.length === 0 || members.some(({ cache }) => tiles.some((at) => !cache.get(at)))) return undefined;
      return members.map(({ market, cache }) => ({ market, reader: createColumnReader({ cache: cacheUntil(cache, until), level: HEAT_LEVELS[view.level] }) }));
    },
  };
}
