import { useQuery } from "@tanstack/react-query";
import type { MarketMessage } from "#wire/messages.ts";
import { fetchMarkets } from "#web/data/rest.ts";
import { useLive } from "./live-store.ts";
import { useView } from "./view-store.ts";

const WHILE_FILLING_MS = 2_000;
const SETTLED_MS = 30_000;

export interface Markets {
  readonly markets: readonly MarketMessage[];
  readonly loaded: boolean;
  /** What keeps the list from coming, and since when (page clock). */
  readonly problem: { readonly sentence: string; readonly since: number } | undefined;
}

/** Every market of the server, with what the stream has said about it since. */
export function useMarkets(): Markets {
  const query = useQuery({
    queryKey: ["markets"],
    queryFn: ({ signal }) => fetchMarkets(signal),
    refetchInterval: ({ state }) => (state.data?.markets.every(isSettled) ? SETTLED_MS : WHILE_FILLING_MS),
  });
  const newer = useLive((live) => live.markets);
  const markets = (query.data?.markets ?? []).map((market) => newest(market, newer[market.id]));
  const problem = query.error ? { sentence: query.error.message, since: query.dataUpdatedAt || query.errorUpdatedAt } : undefined;
  return { markets, loaded: query.data !== undefined, problem };
}

/** The market on screen: the chosen one, else the first; undefined while there is none. */
export function useMarket(): MarketMessage | undefined {
  const { markets } = useMarkets();
  const chosen = useView((view) => view.market);
  return markets.find(({ id }) => id === chosen) ?? markets[0];
}

/** The newest mark of a market: from the stream, else from the list. */
export function useMark(market: MarketMessage | undefined): number | undefined {
  const streamed = useLive((live) => (market ? live.marks[market.id]?.mark : undefined));
  return streamed ?? market?.mark ?? undefined;
}

const isSettled = ({ ready, backfill }: MarketMessage): boolean => ready && (backfill.state === "done" || backfill.state === "failed");

function newest(listed: MarketMessage, streamed: MarketMessage | undefined): MarketMessage {
  return streamed && (streamed.lastTime ?? 0) >= (listed.lastTime ?? 0) ? streamed : listed;
}
