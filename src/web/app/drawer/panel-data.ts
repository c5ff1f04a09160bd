import { TIERS } from "#core/tier.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { Loadable, Need, PanelNeeds } from "#web/panels/panel.ts";
import { useShallow } from "zustand/react/shallow";
import { useBook } from "#web/app/reading/book-store.ts";
import { useChartReport } from "#web/app/reading/reading-store.ts";
import { useFreshness } from "#web/app/markets/use-freshness.ts";
import { useReplay } from "#web/app/replay/replay-store.ts";
import { useMarkets } from "#web/app/markets/use-markets.ts";
import { useMemberBooks, useOverview, useTurnover } from "#web/app/markets/use-market-figures.ts";
import { useOrderBook } from "#web/app/order-book/use-orders.ts";
import { usePrintTape } from "./use-print-tape.ts";
import { useClusterAges } from "#web/app/reading/use-cluster-ages.ts";
import { useEarlier } from "#web/app/session/use-earlier.ts";
import { useReach } from "#web/app/reading/use-reach.ts";
import { useIsSpreadKept, useSpread } from "#web/app/reading/use-spread.ts";
import { useView } from "#web/app/view/view-store.ts";

type Source<N extends Need> = (market: MarketMessage) => Loadable<PanelNeeds[N]>;

/** Where each kind of data comes from. Hooks: a panel's sources are called in the order of its needs, which never changes. */
const SOURCES: { readonly [N in Need]: Source<N> } = {
  book: useBookNow,
  markets: useMarketList,
  memberBooks: useMemberBooks,
  spread: useSpreadNow,
  usdPerMinute: useTurnover,
  reach: useReach,
  ages: useClusterAges,
  earlier: useEarlier,
  overview: useOverview,
  orders: useOrderBook,
  prints: usePrintTape,
};

/** What a panel needs, as it is now. */
export function usePanelData(needs: readonly Need[], market: MarketMessage): { readonly [N in Need]: Loadable<PanelNeeds[N]> } {
  return Object.fromEntries(needs.map((need) => [need, SOURCES[need](market)])) as { readonly [N in Need]: Loadable<PanelNeeds[N]> };
}

function useBookNow(market: MarketMessage): Loadable<PanelNeeds["book"]> {
  const grid = useBook((book) => book.grid);
  const { stale } = useFreshness();
  const isKnown = useReplay(({ at }) => grid === undefined || at === undefined || grid.time <= at);
  const { problem, problemSince } = useChartReport(useShallow(({ problem, problemSince }) => ({ problem, problemSince })));
  if (!isKnown) return { state: "loading" };
  if (grid === undefined && problem !== undefined && problemSince !== undefined) return { state: "error", sentence: problem, since: problemSince };
  if (grid === undefined)
    return market.ready ? { state: "loading" } : { state: "empty", why: `There is no map of ${market.coin} yet: its history is being read.` };
  return { state: "ready", value: grid, asOf: grid.time, stale };
}

function useSpreadNow(market: MarketMessage): Loadable<PanelNeeds["spread"]> {
  const spread = useSpread();
  const isKept = useIsSpreadKept();
  const allTiers = useView((view) => view.tiers.length === TIERS.length);
  const { stale } = useFreshness();
  if (!allTiers) return { state: "empty", why: "Bands are stated of all tiers together." };
  if (!isKept) return { state: "empty", why: "The bands of that instant were not kept." };
  if (spread === undefined) return { state: "loading" };
  return { state: "ready", value: spread, asOf: market.lastTime ?? 0, stale };
}

function useMarketList(): Loadable<PanelNeeds["markets"]> {
  const { markets, loaded, problem } = useMarkets();
  const { stale } = useFreshness();
  if (problem) return { state: "error", ...problem };
  if (!loaded) return { state: "loading" };
  if (markets.length === 0) return { state: "empty", why: "The server follows no market." };
  return { state: "ready", value: markets, asOf: Math.max(...markets.map(({ lastTime }) => lastTime ?? 0)), stale };
}
