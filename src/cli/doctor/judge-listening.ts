import { type Finding, duration, fault, note, ok, warning } from "./finding.ts";
import type { Listening, StreamReport } from "./listen.ts";

/** Clocks that are further apart put trades into the wrong minute now and then. */
export const NOTABLE_SKEW_MS = 2_000;
/** What comes later than this is of yesterday for a map of now. */
const NOTABLE_LAG_MS = 5_000;

/** What is to be said of what was heard, stream by stream. */
export function findingsOf({ streams, skewMs }: Listening, listenMs: number): readonly Finding[] {
  const heard = streams.filter(({ messages }) => messages > 0);
  const silent = streams.filter(({ messages }) => messages === 0);
  return [
    ...(heard.length > 0 ? [arrivals(heard)] : []),
    ...lateness(heard, skewMs),
    ...silent
      .filter(({ mayBeSilent }) => !mayBeSilent)
      .map(({ stream, problem }) => fault(stream, `no ${stream} within ${duration(listenMs)}: ${problem ?? "asked for, but nothing comes"}`)),
    ...quietly(silent.filter(({ mayBeSilent }) => mayBeSilent)),
    ...streams
      .filter(({ dropped }) => dropped > 0)
      .map(({ stream, dropped, problem }) => warning(stream, `${dropped} messages of ${stream} could not be read: ${problem ?? "unknown"}`)),
  ];
}

function arrivals(heard: readonly StreamReport[]): Finding {
  const slowest = Math.max(...heard.map(({ firstAfterMs }) => firstAfterMs ?? 0));
  return ok("streams", `${heard.map(({ stream }) => stream).join(", ")} came within ${duration(slowest)}`);
}

/** The clocks' difference is taken out of it: what is left is the way. */
function lateness(heard: readonly StreamReport[], skewMs = 0): readonly Finding[] {
  const lags = heard.flatMap(({ stream, lagMs }) => (lagMs === undefined || stream === "candles" ? [] : [{ stream, lateMs: lagMs + skewMs }]));
  return lags.filter(({ lateMs }) => lateMs > NOTABLE_LAG_MS).map(({ stream, lateMs }) => warning(stream, `${stream} comes ${duration(lateMs)} late`));
}

const quietly = (silent: readonly StreamReport[]): readonly Finding[] =>
  silent.length === 0 ? [] : [note("streams", `no ${silent.map(({ stream }) => stream).join(", ")} in so short a time, which is normal`)];
