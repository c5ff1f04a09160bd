import { useQuery } from "@tanstack/react-query";
import { DAY_MS } from "#core/units.ts";
import { reachTable } from "#insight/reach.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { fetchCandles } from "#web/data/rest.ts";
import type { Loadable, PanelNeeds } from "#web/panels/panel.ts";
import { loadableOf } from "#web/app/view/query-state.ts";
import { useAskedInstant } from "#web/app/replay/replay-store.ts";
import { useFreshness } from "#web/app/markets/use-freshness.ts";

const BAR_MS = 1_800_000;
const SPAN_MS = 30 * DAY_MS;

/** How far the market's price goes, from its closed half hours of a month up to the instant shown. */
export function useReach(market: MarketMessage): Loadable<PanelNeeds["reach"]> {
  const at = useAskedInstant();
  const { stale } = useFreshness();
  const untilMs = Math.floor((at ?? market.lastTime ?? 0) / BAR_MS) * BAR_MS;
  const query = useQuery({
    queryKey: ["reach", market.id, untilMs],
    queryFn: async ({ signal }) => {
      const rows = await fetchCandles({ market: market.id, intervalMs: BAR_MS, fromMs: untilMs - SPAN_MS, toMs: untilMs - 1 }, signal);
      const bars = rows.map(([openTime, , high, low, close]) => ({ openTime, high, low, close }));
      return { table: reachTable(bars, BAR_MS) };
    },
    enabled: untilMs > 0,
    staleTime: Infinity,
    placeholderData: (previous, asked) => (asked?.queryKey[1] === market.id && Number(asked.queryKey[2]) <= untilMs ? previous : undefined),
  });
  if (query.data && !query.data.table) return { state: "empty", why: "Too little of its past is known to say how far price goes." };
  return loadableOf({ ...query, data: query.data?.table }, stale, (value) => ({ value, asOf: untilMs }));
}
