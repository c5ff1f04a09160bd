import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { MarketMessage, PreparingMessage } from "#wire/messages.ts";
import { type MarketsReply, fetchMarkets } from "#web/data/rest.ts";
import type { StreamClient } from "#web/data/stream-client.ts";
import { useLive } from "./live-store.ts";
import { useView } from "./view-store.ts";

const WHILE_PREPARING_MS = 500;
const WHILE_FILLING_MS = 2_000;
const SETTLED_MS = 30_000;

export interface Markets {
  readonly markets: readonly MarketMessage[];
  readonly loaded: boolean;
  /** What the server itself still waits for. */
  readonly preparing: PreparingMessage | undefined;
  /** What keeps the list from coming, and since when (page clock). */
  readonly problem: { readonly sentence: string; readonly since: number } | undefined;
}

/** Every market of the server, with what the stream has said about it since. */
export function useMarkets(): Markets {
  const query = useQuery({
    queryKey: ["markets"],
    queryFn: ({ signal }) => fetchMarkets(signal),
    refetchInterval: ({ state }) => intervalMs(state.data),
  });
  const newer = useLive((live) => live.markets);
  const markets = (query.data?.markets ?? []).map((market) => newest(market, newer[market.id]));
  const problem = query.error ? { sentence: query.error.message, since: query.dataUpdatedAt || query.errorUpdatedAt } : undefined;
  return { markets, loaded: query.data !== undefined, preparing: query.data?.preparing ?? undefined, problem };
}

/** The market on screen: the chosen one, else the first; undefined while there is none, and while the chosen one may still come. */
export function useMarket(): MarketMessage | undefined {
  const { markets, preparing } = useMarkets();
  const chosen = useView((view) => view.market);
  const found = markets.find(({ id }) => id === chosen);
  return found ?? (chosen !== undefined && preparing ? undefined : markets[0]);
}

/** Tells the server which market is looked at, the one of the address before it is there. */
export function useAttention(stream: Pick<StreamClient, "attend">): void {
  const chosen = useView((view) => view.market);
  const shown = useMarket()?.id;
  const attended = shown ?? chosen;
  useEffect(() => {
    if (attended !== undefined) stream.attend(attended);
  }, [stream, attended]);
}

/** The newest mark of a market: from the stream, else from the list. */
export function useMark(market: MarketMessage | undefined): number | undefined {
  const streamed = useLive((live) => (market ? live.marks[market.id]?.mark : undefined));
  return streamed ?? market?.mark ?? undefined;
}

function intervalMs(reply: MarketsReply | undefined): number {
  if (reply?.preparing) return WHILE_PREPARING_MS;
  return reply?.markets.every(isSettled) ? SETTLED_MS : WHILE_FILLING_MS;
}

const isSettled = ({ ready, backfill }: MarketMessage): boolean => ready && (backfill.state === "done" || backfill.state === "failed");

function newest(listed: MarketMessage, streamed: MarketMessage | undefined): MarketMessage {
  return streamed && (streamed.lastTime ?? 0) >= (listed.lastTime ?? 0) ? streamed : listed;
}
