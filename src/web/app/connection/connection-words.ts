import type { StreamState } from "#web/data/stream-client.ts";
import { formatAge, formatClock, formatZone } from "#web/ui/format.ts";
import type { Freshness } from "#web/app/markets/use-freshness.ts";
import { REQUEST_EVERY_MS } from "./use-requests.ts";

export interface ConnectionState extends Freshness {
  readonly stream: StreamState;
  /** When the stream was lost, by this page's clock; undefined while it is not. */
  readonly lostAt: number | undefined;
  /** Whether this device has a network. */
  readonly isOnline: boolean;
}

export interface ConnectionWords {
  readonly tone: "neutral" | "bad";
  readonly title: string;
  /** What failed and since when, what still works, what to do. */
  readonly sentences: readonly string[];
}

const GOES_ON = "What is drawn can still be read, moved and measured.";

/** A restart of the server takes less. */
const LONG_MS = 30_000;

const clockOf = (timeMs: number): string => `${formatClock(timeMs)} ${formatZone(timeMs)}`;

/** What to do about a server that does not answer. */
export const adviceFor = (isOnline: boolean): string =>
  isOnline
    ? "The page tries again by itself. If it lasts, see whether the server still runs."
    : "This device has no network. The page goes on by itself when it is back.";

/** What keeps the map from being fresh; undefined while nothing does. */
export function connectionWords({ stream, lostAt, isOnline, freshAt, stale, silent, now }: ConnectionState): ConnectionWords | undefined {
  const isLost = stream === "reconnecting";
  if (stale && freshAt !== undefined) {
    const title = `Map as of ${clockOf(freshAt)}`;
    const age = formatAge(now - freshAt);
    if (silent === "market")
      return {
        tone: "bad",
        title,
        sentences: [
          `Nothing has come of this market since, ${age} ago.`,
          GOES_ON,
          "It goes on by itself when its exchange is back; Health names the silent feed.",
        ],
      };
    if (!isLost) return { tone: "bad", title, sentences: [`The server is connected but has said nothing for ${age}.`, GOES_ON, adviceFor(true)] };
    return { tone: "bad", title, sentences: [`No connection to the server since ${clockOf(lostAt ?? freshAt)}.`, GOES_ON, adviceFor(isOnline)] };
  }
  if (!isLost) return undefined;
  const since = lostAt === undefined ? "" : ` since ${clockOf(lostAt)}`;
  const isLong = lostAt !== undefined && now - lostAt > LONG_MS;
  return {
    tone: "neutral",
    title: "Reconnecting",
    sentences: [
      `The live stream is away${since}. The page asks for the map every ${REQUEST_EVERY_MS / 1_000} seconds until it is back${isLong ? "." : "; there is nothing to do."}`,
      ...(isLong ? ["The server answers all else: a proxy or firewall on the way seems not to let WebSockets through, which /v1/stream is."] : []),
    ],
  };
}
