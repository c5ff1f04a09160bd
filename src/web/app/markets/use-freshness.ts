import { STALE_AFTER_MS } from "#web/app/connection/feed-summary.ts";
import { useLive } from "#web/app/connection/live-store.ts";
import { lateSince } from "./market-freshness.ts";
import { useChartReport } from "#web/app/reading/reading-store.ts";
import { useIsReplaying } from "#web/app/replay/replay-store.ts";
import { useLiveMarket } from "./use-markets.ts";
import { useNow } from "#web/app/connection/use-now.ts";
import { useStatus } from "#web/app/connection/use-status.ts";

export interface Freshness {
  /** When news last came, by stream or by request (page clock), or the end of what is known of a market that has gone silent; undefined: not yet. */
  readonly freshAt: number | undefined;
  /** Whether news should have come since. Stored history has none to come, and neither has an instant that is replayed. */
  readonly stale: boolean;
  /** Who is silent when it is stale: the server, or this market alone. */
  readonly silent: "server" | "market";
  readonly now: number;
}

/** How old the picture is. */
export function useFreshness(): Freshness {
  const heardAt = useLive((live) => live.heardAt);
  const source = useLive((live) => live.source);
  const cameAt = useChartReport((report) => report.book?.cameAt);
  const market = useLiveMarket();
  const status = useStatus();
  const now = useNow();
  const isReplaying = useIsReplaying();
  const freshAt = heardAt === undefined ? cameAt : Math.max(heardAt, cameAt ?? 0);
  if (source === "replay" || isReplaying || freshAt === undefined) return { freshAt, stale: false, silent: "server", now };
  if (now - freshAt > STALE_AFTER_MS) return { freshAt, stale: true, silent: "server", now };
  const late = market && status && lateSince(market, status.now);
  if (late === undefined) return { freshAt, stale: false, silent: "server", now };
  return { freshAt: late, stale: true, silent: "market", now: status?.now ?? now };
}
