import { STALE_AFTER_MS } from "./feed-summary.ts";
import { useLive } from "./live-store.ts";
import { useChartReport } from "./reading-store.ts";
import { useNow } from "./use-now.ts";

export interface Freshness {
  /** Page clock at which news last came, by stream or by request; undefined: not yet. */
  readonly freshAt: number | undefined;
  /** Whether news should have come since. Stored history has none to come. */
  readonly stale: boolean;
  readonly now: number;
}

/** How old the picture is. */
export function useFreshness(): Freshness {
  const heardAt = useLive((live) => live.heardAt);
  const source = useLive((live) => live.source);
  const cameAt = useChartReport((report) => report.book?.cameAt);
  const now = useNow();
  const freshAt = heardAt === undefined ? cameAt : Math.max(heardAt, cameAt ?? 0);
  return { freshAt, stale: source !== "replay" && freshAt !== undefined && now - freshAt > STALE_AFTER_MS, now };
}
