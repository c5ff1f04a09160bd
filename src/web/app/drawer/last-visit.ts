import { MINUTE_MS } from "#core/units.ts";

/** When the page was last in sight, and when it was before the visit that goes on. */
export interface Visits {
  readonly seenMs: number;
  readonly beforeMs: number | undefined;
}

/** Away for less than this is the same visit. */
const AWAY_MS = 30 * MINUTE_MS;
const KEY = "powderkeg-visits";

/** The visits after the page is in sight at `nowMs`. */
export function visited(visits: Visits | undefined, nowMs: number): Visits {
  if (!visits) return { seenMs: nowMs, beforeMs: undefined };
  return { seenMs: nowMs, beforeMs: nowMs - visits.seenMs >= AWAY_MS ? visits.seenMs : visits.beforeMs };
}

/** Notes that the page is in sight; returns when the visit before this one ended. Without a store of its own the browser knows of none. */
export function noteVisit(nowMs: number): number | undefined {
  try {
    const next = visited(readVisits(localStorage.getItem(KEY)), nowMs);
    localStorage.setItem(KEY, JSON.stringify(next));
    return next.beforeMs;
  } catch {
    return undefined;
  }
}

/** What was kept; undefined for what makes no sense. */
export function readVisits(text: string | null): Visits | undefined {
  const kept = JSON.parse(text ?? "null") as Partial<Visits> | null;
  if (typeof kept?.seenMs !== "number") return undefined;
  return { seenMs: kept.seenMs, beforeMs: typeof kept.beforeMs === "number" ? kept.beforeMs : undefined };
}
