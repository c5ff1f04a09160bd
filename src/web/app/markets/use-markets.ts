import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { MarketMessage, PreparingMessage } from "#wire/messages.ts";
import { type MarketsReply, fetchMarkets } from "#web/data/rest.ts";
import type { StreamClient } from "#web/data/stream-client.ts";
import { useLive } from "#web/app/connection/live-store.ts";
import { instantQuery } from "#web/app/replay/instant-query.ts";
import { createMarketsThen } from "#web/app/replay/market-then.ts";
import { useAskedInstant, useReplay } from "#web/app/replay/replay-store.ts";
import { useSettings } from "#web/app/settings/settings-store.ts";
import { isFilling } from "#web/app/session/scene.ts";
import { regraded } from "./regraded.ts";
import { useView } from "#web/app/view/view-store.ts";

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

/** Every market of the server as it is now, with what the stream has said about it since. */
export function useLiveMarkets(): Markets {
  const query = useQuery({
    queryKey: ["markets", undefined],
    queryFn: ({ signal }) => fetchMarkets(undefined, signal),
    refetchInterval: ({ state }) => intervalMs(state.data),
  });
  const newer = useLive((live) => live.markets);
  const lostAt = useLive((live) => live.lostAt);
  const floorUsd = useSettings((settings) => settings.thinBelowUsd);
  const markets = (query.data?.markets ?? []).map((market) => regraded(newest(market, newer[market.id]), floorUsd));
  const problem = query.error ? { sentence: query.error.message, since: lostAt ?? query.errorUpdatedAt } : undefined;
  return { markets, loaded: query.data !== undefined, preparing: query.data?.preparing ?? undefined, problem };
}

/** Every market as it was at the instant shown: now, or the one that is replayed. */
export function useMarkets(): Markets {
  const live = useLiveMarkets();
  const at = useAskedInstant();
  const query = instantQuery({ key: ["markets"], at, everyMs: SETTLED_MS, ask: fetchMarkets, timeOf: ({ asOf }) => asOf });
  const { data } = useQuery({ ...query, enabled: at !== undefined });
  const thens = useRef(createMarketsThen());
  return at === undefined ? live : { ...live, markets: live.markets.map((market) => thens.current(market, data?.markets, at)) };
}

/** The market on screen, as it was at the instant shown: the chosen one, else the first; undefined while there is none, and while the chosen one may still come. */
export const useMarket = (): MarketMessage | undefined => useChosen(useMarkets());

/** The market on screen as it is now, whatever instant is shown. */
export const useLiveMarket = (): MarketMessage | undefined => useChosen(useLiveMarkets());

function useChosen({ markets, preparing }: Markets): MarketMessage | undefined {
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

/** The mark of a market at the instant shown: now that of the stream, else that of the list. */
export function useMark(market: MarketMessage | undefined): number | undefined {
  const streamed = useLive((live) => (market ? live.marks[market.id]?.mark : undefined));
  const isNow = useReplay(({ at }) => at === undefined);
  if (isNow && streamed !== undefined) return streamed;
  // While history is filled that of the last step may be hours old.
  return isNow && market && isFilling(market) ? undefined : (market?.mark ?? undefined);
}

function intervalMs(reply: MarketsReply | undefined): number {
  if (reply?.preparing) return WHILE_PREPARING_MS;
  return reply?.markets.every(isSettled) ? SETTLED_MS : WHILE_FILLING_MS;
}

const isSettled = ({ ready, backfill }: MarketMessage): boolean => ready && (backfill.state === "done" || backfill.state === "failed");

function newest(listed: MarketMessage, streamed: MarketMessage | undefined): MarketMessage {
  return streamed && (streamed.lastTime ?? 0) >= (listed.lastTime ?? 0) ? streamed : listed;
}
