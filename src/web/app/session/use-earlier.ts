import { useQuery } from "@tanstack/react-query";
import { sumOfSameParts } from "#insight/same-parts.ts";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { fetchCandles, fetchPastBook, fetchSeries } from "#web/data/rest.ts";
import type { Loadable, PanelNeeds } from "#web/panels/panel.ts";
import { sinceMs } from "#web/panels/changes/since.ts";
import { useBook } from "#web/app/reading/book-store.ts";
import { useLastVisit } from "#web/app/drawer/use-last-visit.ts";
import { loadableOf } from "#web/app/view/query-state.ts";
import { useAskedInstant } from "#web/app/replay/replay-store.ts";
import { useFreshness } from "#web/app/markets/use-freshness.ts";
import { useView } from "#web/app/view/view-store.ts";

/** Distance from the mark to which the earlier book is asked for. */
const REACH = 0.25;
/** Shortest bars with which so long a stretch stays a few hundred of them. */
const BARS = [
  { upToMs: 5 * HOUR_MS, intervalMs: MINUTE_MS },
  { upToMs: 25 * HOUR_MS, intervalMs: 5 * MINUTE_MS },
  { upToMs: 240 * HOUR_MS, intervalMs: 30 * MINUTE_MS },
  { upToMs: Infinity, intervalMs: 12 * HOUR_MS },
] as const;

/** What stood at the instant since when changes are asked for, and what price and open interest did from there to the instant shown. */
export function useEarlier(market: MarketMessage): Loadable<PanelNeeds["earlier"]> {
  const at = useAskedInstant();
  const since = useView((view) => view.since);
  const age = useView((view) => view.age);
  const visitMs = useLastVisit();
  const { stale } = useFreshness();
  const layer = useBook((book) => book.grid?.layer);
  const rowsPerCell = useBook((book) => book.grid?.rowsPerCell);
  const endMs = at ?? market.lastTime ?? undefined;
  const untilMs = endMs === undefined ? undefined : Math.floor(endMs / MINUTE_MS) * MINUTE_MS;
  const fromMs = untilMs === undefined ? undefined : sinceMs(since, { endMs: untilMs, visitMs });
  const isAsked = fromMs !== undefined && untilMs !== undefined && layer !== undefined && rowsPerCell !== undefined;
  const query = useQuery({
    queryKey: ["earlier", market.id, layer, rowsPerCell, age, since, fromMs, untilMs],
    queryFn: async ({ signal }) => {
      if (!isAsked) return undefined;
      const book = await fetchPastBook(market.id, { layer, rowsPerCell, reach: REACH, age, at: fromMs }, signal);
      return { earlier: book && { book, ...(await betweenOf(market.id, { fromMs, untilMs, at }, signal)) } };
    },
    enabled: isAsked,
    staleTime: Infinity,
    gcTime: MINUTE_MS,
    placeholderData: (previous, asked) => (isSameKind(asked?.queryKey, [market.id, layer, rowsPerCell, age, since], untilMs) ? previous : undefined),
  });
  if (untilMs !== undefined && fromMs === undefined)
    return { state: "empty", why: since === "visit" ? noVisit(visitMs, at) : "That is not before the instant that is shown: choose an earlier one." };
  if (query.data && !query.data.earlier) return { state: "empty", why: `Nothing is stored of ${market.coin} as of then: choose a later time.` };
  return loadableOf({ ...query, data: query.data?.earlier }, stale, (value) => ({ value, asOf: value.untilMs }));
}

const noVisit = (visitMs: number | undefined, at: number | undefined): string =>
  visitMs !== undefined && at !== undefined
    ? "Your last visit was after the instant that is replayed."
    : "This browser remembers no visit before this one. A visit ends with half an hour away.";

/** The same asked a minute ago stands in, as long as it tells of nothing later. */
const isSameKind = (asked: readonly unknown[] | undefined, kind: readonly unknown[], untilMs: number | undefined): boolean =>
  asked !== undefined && kind.every((part, index) => asked[index + 1] === part) && Number(asked[7]) <= (untilMs ?? 0);

interface Between {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The instant that is replayed; undefined: now. */
  readonly at: number | undefined;
}

async function betweenOf(market: string, { fromMs, untilMs, at }: Between, signal: AbortSignal): Promise<Omit<PanelNeeds["earlier"], "book">> {
  const { intervalMs } = BARS.find(({ upToMs }) => untilMs - fromMs <= upToMs) ?? BARS[BARS.length - 1];
  const range = { market, intervalMs, fromMs, toMs: untilMs - 1 };
  const [candles, series] = await Promise.all([fetchCandles(range, signal), fetchSeries({ ...range, at }, signal)]);
  // Of a begun bar in a replay the rest is not known yet.
  const known = candles.filter(([openTime]) => openTime >= fromMs && (at === undefined || openTime + intervalMs <= at));
  const { openInterestUsd, openInterestParts } = series;
  const held = (openInterestParts.length > 0 ? sumOfSameParts(openInterestParts).values : openInterestUsd).filter((usd) => usd !== null);
  const [first, last] = [known[0], known.at(-1)];
  return {
    sinceMs: fromMs,
    untilMs,
    price: first && last && { before: first[1], now: last[4] },
    traded: first && { low: Math.min(...known.map(([, , , low]) => low)), high: Math.max(...known.map(([, , high]) => high)) },
    openInterestUsd: held.length > 1 ? { before: held[0], now: held[held.length - 1] } : undefined,
  };
}
