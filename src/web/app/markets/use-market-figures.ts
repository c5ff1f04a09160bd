import { useQueries, useQuery } from "@tanstack/react-query";
import type { AgeBand } from "#core/age-band.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { fetchBook, fetchOverview, fetchPastBook, fetchSeries } from "#web/data/rest.ts";
import type { Loadable, MemberBook, PanelNeeds } from "#web/panels/panel.ts";
import { comparedMembers } from "./market-choices.ts";
import { loadableOf } from "#web/app/view/query-state.ts";
import { instantQuery } from "#web/app/replay/instant-query.ts";
import { useAskedInstant } from "#web/app/replay/replay-store.ts";
import { useConfidenceFloors } from "#web/app/reading/use-spread.ts";
import { regradedRow } from "./regraded.ts";
import { useSettings } from "#web/app/settings/settings-store.ts";
import { useFreshness } from "./use-freshness.ts";
import { useView } from "#web/app/view/view-store.ts";
import { useMarkets } from "./use-markets.ts";

const BOOK_MS = 5_000;
const OVERVIEW_MS = 5_000;
const TURNOVER_MS = 60_000;
const BAR_MS = 300_000;
const BARS = 12;
/** Of members' books: 10 bps cells, as far as the panels go. */
const MEMBER_BOOK = { layer: "modelled", rowsPerCell: 5, reach: 0.2 } as const;

/** The books of the markets that a coin's widest combined one adds up. Ready as soon as one is: the others follow. */
export function useMemberBooks(market: MarketMessage): Loadable<PanelNeeds["memberBooks"]> {
  const { markets } = useMarkets();
  const age = useView((view) => view.age);
  const members = comparedMembers(markets, market.coin);
  const at = useAskedInstant();
  const past = usePastBooks(members, { at, age });
  const queries = useQueries({
    queries: members.map(({ market: id, ready }) => ({
      queryKey: ["member-book", id, age],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchBook(id, { ...MEMBER_BOOK, age }, signal),
      enabled: ready && at === undefined,
      staleTime: BOOK_MS,
      refetchInterval: BOOK_MS,
    })),
  });
  const floors = useConfidenceFloors(members.filter(({ ready }) => ready).map(({ market: id }) => id));
  const { stale } = useFreshness();
  if (members.length === 0) return { state: "empty", why: `${market.coin} is followed on ${market.exchangeLabel} alone: there is nothing to compare it with.` };
  if (members.every(({ ready }) => !ready)) return { state: "empty", why: `No exchange has a map of ${market.coin} yet: history is being read.` };
  if (at !== undefined) return loadableOf(past, false, (value) => ({ value: value.map((book) => ({ ...book, floor: floors.get(book.market) })), asOf: at }));
  const books = members.flatMap(({ market: id, label }, index) =>
    queries[index].data ? [{ market: id, label, grid: queries[index].data, floor: floors.get(id) }] : [],
  );
  const failed = queries.find(({ error }) => error !== null);
  return loadableOf(
    { data: books.length > 0 ? books : undefined, error: failed?.error ?? null, errorUpdatedAt: failed?.errorUpdatedAt ?? 0 },
    stale,
    (value) => ({ value, asOf: Math.min(...value.map(({ grid }) => grid.time)) }),
  );
}

const newestOf = (books: readonly MemberBook[]): number => Math.max(0, ...books.map(({ grid }) => grid.time));

/** The same books at an earlier instant; a member of which nothing is stored then is left out. */
function usePastBooks(members: ReturnType<typeof comparedMembers>, { at, age }: { readonly at: number | undefined; readonly age: AgeBand | undefined }) {
  const ask = async (asked: number | undefined, signal: AbortSignal): Promise<readonly MemberBook[]> => {
    const grids = await Promise.all(members.map(({ market }) => fetchPastBook(market, { ...MEMBER_BOOK, age, at: asked ?? 0 }, signal)));
    return members.flatMap(({ market, label }, index) => {
      const grid = grids[index];
      return grid ? [{ market, label, grid }] : [];
    });
  };
  const key = ["past-books", age ?? "", ...members.map(({ market }) => market)];
  return useQuery({ ...instantQuery({ key, at, everyMs: BOOK_MS, ask, timeOf: newestOf }), enabled: at !== undefined && members.length > 0 });
}

/** What a market trades in a minute, the mean of its last hour's whole bars. */
export function useTurnover(market: MarketMessage): Loadable<number> {
  const end = market.lastTime;
  const at = useAskedInstant();
  const ask = (asked: number | undefined, signal: AbortSignal) => {
    const lastMs = Math.floor((end ?? 0) / BAR_MS) * BAR_MS - 1;
    return fetchSeries({ market: market.id, intervalMs: BAR_MS, fromMs: (end ?? 0) - BARS * BAR_MS, toMs: lastMs, at: asked }, signal);
  };
  const query = useQuery({
    ...instantQuery({ key: ["turnover", market.id], at, everyMs: TURNOVER_MS, ask, timeOf: ({ asOf }) => asOf }),
    enabled: end !== null,
  });
  const { stale } = useFreshness();
  const bars = query.data?.volumeUsd.filter((usd) => usd !== null);
  if (bars?.length === 0) return { state: "empty", why: "The volume of the last hour is not known." };
  return loadableOf({ ...query, data: bars }, stale, (usd) => ({
    value: usd.reduce((sum, bar) => sum + bar, 0) / usd.length / (BAR_MS / 60_000),
    asOf: query.data?.asOf ?? 0,
  }));
}

/** Every coin in a line, as the server sums it up. */
export function useOverview(): Loadable<PanelNeeds["overview"]> {
  const at = useAskedInstant();
  const query = useQuery(instantQuery({ key: ["overview"], at, everyMs: OVERVIEW_MS, ask: fetchOverview, timeOf: ({ asOf }) => asOf }));
  const { stale } = useFreshness();
  const floorUsd = useSettings((settings) => settings.thinBelowUsd);
  if (query.data?.rows.length === 0) return { state: "empty", why: "The server follows no market." };
  const rows = query.data?.rows.map((row) => regradedRow(row, floorUsd)) ?? [];
  return loadableOf(query, stale, (value) => ({ value: { ...value, rows }, asOf: value.asOf }));
}
