import { type HeatView, type TileAt, sameView } from "./heat-worker-messages.ts";
import { type TileCache, createTileCache } from "./tile-cache.ts";

/** What is loaded of a view, and what is on its way. */
export interface KnownView {
  readonly view: HeatView;
  readonly cache: TileCache;
  /** Keys of tiles that were asked for. */
  readonly loading: Set<string>;
  /** Ends what is on its way. */
  abort: AbortController;
  /** Tiles in sight, or those that will be. */
  wanted: readonly TileAt[];
  problem: string | undefined;
}

/** The views that were last looked at: who comes back to one sees it at once. */
export interface KnownViews {
  /** What is known of a view: nothing yet when it is new. The longest unseen one is forgotten for it. */
  open(view: HeatView): KnownView;
  /** Nobody looks at a view any more, or waits for it: what is on its way is let go, and what was in sight long ago. */
  leave(known: KnownView): void;
  /** Every view but these is left. */
  leaveAllBut(kept: readonly (KnownView | undefined)[]): void;
}

/** Of all views but the one that is looked at, 0.66 MB each. */
const MOST_TILES_LEFT = 64;
/** A view that was zoomed far out leaves no more than this. */
const MOST_TILES_OF_ONE = 16;

export function createKnownViews(): KnownViews {
  /** Last opened last. */
  let views: readonly KnownView[] = [];

  function leave(known: KnownView): void {
    known.abort.abort();
    known.abort = new AbortController();
    known.loading.clear();
    known.problem = undefined;
    known.cache.leave(MOST_TILES_OF_ONE);
  }

  /** The last of them, as far as there is room. */
  function seenWithin(others: readonly KnownView[]): readonly KnownView[] {
    let tiles = 0;
    const first = others.findLastIndex(({ cache }) => (tiles += Math.min(cache.size, MOST_TILES_OF_ONE)) > MOST_TILES_LEFT);
    for (const forgotten of others.slice(0, first + 1)) leave(forgotten);
    return others.slice(first + 1);
  }

  return {
    open(view) {
      const found = views.find((known) => sameView(known.view, view));
      const known = found ?? { view, cache: createTileCache(view), loading: new Set(), abort: new AbortController(), wanted: [], problem: undefined };
      views = [...seenWithin(views.filter((other) => other !== known)), known];
      return known;
    },
    leave,
    leaveAllBut(kept) {
      for (const known of views) if (!kept.includes(known)) leave(known);
    },
  };
}
