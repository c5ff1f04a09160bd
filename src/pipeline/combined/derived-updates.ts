import { HEAT_LEVELS, columnEnd, columnStart } from "#core/heat-levels.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import type { Book } from "#pipeline/book.ts";
import type { RealisedNews } from "#pipeline/realised-desk.ts";
import type { CombinedDesk } from "./combined-desk.ts";
import { type CombinedMarket, withFreshMembers } from "./combined-markets.ts";
import { type RealisedSources, combinedRealised, onReference } from "./combined-realised.ts";
import type { TileSources } from "./combined-tile.ts";
import { combinedView } from "./combined-view.ts";

export interface Deriving extends Pick<TileSources, "closesOf"> {
  readonly markets: readonly CombinedMarket[];
  readonly deskOf: (market: CombinedMarket) => CombinedDesk;
  /** Epoch ms. */
  readonly now: number;
}

/** What an update of one market means for the combined ones that it is in. */
export function derivedUpdates(hub: Hub, update: HubUpdate, { markets, deskOf, closesOf, now }: Deriving): readonly HubUpdate[] {
  const member = update.kind === "market" ? update.market.id : update.market;
  return markets
    .filter(({ members }) => members.some(({ id }) => id === member))
    .flatMap((market): readonly HubUpdate[] => {
      const { id } = market;
      if (update.kind === "market") return [{ kind: "market", market: combinedView(withFreshMembers(hub, market)) }];
      if (update.kind === "liquidation") return [{ ...update, market: id }];
      if (update.kind === "realised") return [{ kind: "realised", market: id, news: combinedNews({ hub, closesOf }, market, update) }];
      // What is measured covers a part of one exchange's positions: it is told of that one alone.
      if (update.kind === "measured") return [];
      if (update.kind === "book") return bookUpdates(market, deskOf(market).hear(market, { member: update.market, book: update.book, now }));
      // The price of a combined market is its reference's.
      return market.members[0].id === member ? [{ ...update, market: id }] : [];
    });
}

const bookUpdates = ({ id }: CombinedMarket, book: Book | undefined): readonly HubUpdate[] => (book ? [{ kind: "book", market: id, book }] : []);

/** The cells that a member's new prints fell into, with the sums of all members. */
function combinedNews(sources: RealisedSources, market: CombinedMarket, { market: id, news }: Extract<HubUpdate, { kind: "realised" }>): RealisedNews {
  return {
    async cells(level) {
      const detail = HEAT_LEVELS[level];
      const touched = await onReference(sources.closesOf, market, { id, cells: await news.cells(level), by: detail });
      const [oldest, newest] = [touched[0], touched.at(-1)];
      if (oldest === undefined || newest === undefined) return [];
      const range = { from: columnStart(detail, oldest.column), to: columnEnd(detail, newest.column) };
      const places = new Set(touched.map(({ column, cell }) => `${column} ${cell}`));
      return (await combinedRealised(sources, market, { by: detail, range })).filter(({ column, cell }) => places.has(`${column} ${cell}`));
    },
  };
}
