import { useQuery } from "@tanstack/react-query";
import { fetchStatus } from "#web/data/rest.ts";
import { type FeedSummary, feedSummary } from "./feed-summary.ts";
import { useLive } from "./live-store.ts";
import { useNow } from "./use-now.ts";

/** The server's status: asked for once, then as the stream tells it. */
export function useStatus() {
  const streamed = useLive((live) => live.status);
  const { data } = useQuery({ queryKey: ["status"], queryFn: ({ signal }) => fetchStatus(signal), refetchInterval: streamed ? false : 10_000 });
  return streamed ?? data;
}

export function useFeedSummary(): FeedSummary {
  const status = useStatus();
  const stream = useLive((live) => live.stream);
  const heardAt = useLive((live) => live.heardAt);
  return feedSummary({ stream, heardAt, status, now: useNow() });
}
