import { useQuery } from "@tanstack/react-query";
import { useShallow } from "zustand/react/shallow";
import { HEAT_LEVELS, columnEnd } from "#core/heat-levels.ts";
import { findClusters } from "#insight/clusters.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { ClusterAge, Loadable, PanelNeeds } from "#web/panels/panel.ts";
import { useBook } from "./book-store.ts";
import type { ChartSession } from "#web/app/session/chart-session-parts.ts";
import { useChartSession } from "#web/app/session/chart-session-store.ts";
import { loadableOf } from "#web/app/view/query-state.ts";
import { useChartReport } from "./reading-store.ts";
import { useAskedInstant } from "#web/app/replay/replay-store.ts";
import type { View } from "#web/app/view/view.ts";
import { useView } from "#web/app/view/view-store.ts";

/** An age is told in minutes and more. */
const AGAIN_MS = 20_000;
/** While the columns are on their way. */
const SOON_MS = 1_000;
/** Each is followed through hundreds of columns: the largest are enough. */
const MOST_TRACED = 16;
const REACH = 0.2;

/** Since when the largest clusters on screen have stood, followed back through the columns of the map itself. */
export function useClusterAges(market: MarketMessage): Loadable<PanelNeeds["ages"]> {
  const session = useChartSession((state) => state.session);
  const level = useChartReport((report) => report.level);
  const hasBook = useBook((book) => book.grid !== undefined);
  const shown = useView(useShallow(({ tiers, sides, age }) => ({ tiers, sides, age })));
  const at = useAskedInstant();
  const column = at === undefined || level === undefined ? undefined : Math.floor(at / HEAT_LEVELS[level].columnMs);
  const query = useQuery({
    queryKey: ["cluster-ages", market.id, level, shown, column],
    queryFn: async () => (session && level !== undefined ? tracedAges(session, level, shown) : []),
    enabled: session !== undefined && level !== undefined && hasBook,
    refetchInterval: ({ state }) => (state.data?.length ? AGAIN_MS : SOON_MS),
    placeholderData: (previous, asked) => (asked?.queryKey[1] === market.id ? previous : undefined),
  });
  return loadableOf(query, false, (value) => ({ value, asOf: query.dataUpdatedAt }));
}

/** One after the other, so that painting and reading are answered in between. */
async function tracedAges(session: ChartSession, level: number, { tiers, sides }: Pick<View, "tiers" | "sides">): Promise<readonly ClusterAge[]> {
  const { grid } = useBook.getState();
  const ages: ClusterAge[] = [];
  for (const { side, price } of grid ? findClusters(grid, { tiers, sides, reach: REACH }).slice(0, MOST_TRACED) : []) {
    const trace = await session.trace({ side, price });
    if (trace) ages.push({ side, price, sinceMs: columnEnd(HEAT_LEVELS[level], trace.firstColumn), mayBeOlder: trace.mayBeOlder });
  }
  return ages;
}
