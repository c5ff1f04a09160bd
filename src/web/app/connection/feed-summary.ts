import type { StatusMessage } from "#wire/messages.ts";
import type { StreamState } from "#web/data/stream-client.ts";
import { formatAge, formatClock, formatZone } from "#web/ui/format.ts";

export type Tone = "good" | "warning" | "bad" | "neutral";

export interface FeedSummary {
  readonly tone: Tone;
  /** At most a few words, e.g. `5/5 feeds`. */
  readonly label: string;
  readonly age: string | undefined;
  /** A sentence for people who ask. */
  readonly detail: string;
}

export interface FeedState {
  readonly stream: StreamState;
  /** When the stream was last heard, by this page's clock; undefined: never. */
  readonly heardAt: number | undefined;
  readonly status: StatusMessage | undefined;
  readonly now: number;
}

/** Silence after which the picture is called stale. */
export const STALE_AFTER_MS = 10_000;

/** One line about whether what is on screen is fresh. */
export function feedSummary({ stream, heardAt, status, now }: FeedState): FeedSummary {
  const silentMs = heardAt === undefined ? undefined : now - heardAt;
  const silent = silentMs === undefined ? "nothing was received yet" : `last data ${formatAge(silentMs)} ago`;
  if (stream === "reconnecting")
    return {
      tone: "bad",
      label: "Reconnecting",
      age: silentMs === undefined ? undefined : formatAge(silentMs),
      detail: `The connection to the server is lost: ${silent}. The page keeps trying.`,
    };
  if (stream === "connecting" || !status) return { tone: "neutral", label: "Connecting", age: undefined, detail: "Waiting for the server." };
  if (status.source === "replay")
    return { tone: "neutral", label: "Stored history", age: undefined, detail: "No feeds: this server shows what its store holds." };
  const live = status.feeds.filter((feed) => feed.state === "live").length;
  const { failingSince, problem } = status.store;
  const unstored = failingSince === null ? "" : ` Since ${formatClock(failingSince)} ${formatZone(failingSince)} nothing can be stored: ${problem}.`;
  const stale = silentMs !== undefined && silentMs > STALE_AFTER_MS;
  const isStarting = !stale && status.feeds.every(({ state, problem: trouble }) => state === "connecting" && trouble === null);
  const ages = status.feeds.flatMap((feed) => (feed.state === "live" && feed.ageMs !== null ? [feed.ageMs] : []));
  return {
    tone: stale || (live === 0 && !isStarting) ? "bad" : isStarting ? "neutral" : live < status.feeds.length || unstored ? "warning" : "good",
    label: stale ? "Stale" : unstored ? "Not stored" : `${live}/${status.feeds.length} feeds`,
    age: stale ? formatAge(silentMs) : ages.length > 0 ? formatAge(Math.min(...ages)) : undefined,
    detail: stale ? `The server is silent: ${silent}.` : `${live} of ${status.feeds.length} feeds deliver.${unstored}`,
  };
}
