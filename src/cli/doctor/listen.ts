import type { Instrument } from "#core/instrument.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import type { Exchange, StreamHealth } from "#exchanges/exchange.ts";

/** What came over one stream in the time that it was listened to. */
export interface StreamReport extends Pick<StreamHealth, "stream" | "messages" | "dropped" | "lagMs" | "problem"> {
  /** From the start of the feed to the first message, ms; null: none came. */
  readonly firstAfterMs: number | null;
  /** Silence of so short a time says nothing. */
  readonly mayBeSilent: boolean;
}

export interface Listening {
  readonly streams: readonly StreamReport[];
  /** Why lines did not open or broke, in words. */
  readonly lineProblems: readonly string[];
  /** The exchange's clock minus ours; undefined where it tells none or did not answer. */
  readonly skewMs: number | undefined;
}

export interface ListenOptions {
  readonly instrument: Instrument;
  readonly clock: Clock;
  readonly forMs: number;
}

/** Settlements and ratios come every few minutes or hours, expected rates at OKX every 30 to 90 s, forced orders when somebody is forced. */
const MAY_BE_SILENT: ReadonlySet<string> = new Set(["liquidations", "funding", "funding-rate", "ratio"]);
const LOOK_EVERY_MS = 50;

/** Runs the exchange's own feed of one instrument until everything that should come has come, or the time is over. */
export async function listen(exchange: Exchange, { instrument, clock, forMs }: ListenOptions): Promise<Listening> {
  const ending = new AbortController();
  const startedAt = clock.now();
  const firstAfterMs = new Map<string, number>();
  const feed = exchange.feed({ instruments: [instrument], onEvents: () => undefined, signal: ending.signal });
  try {
    for (let health = feed.health(); clock.now() - startedAt < forMs && !isComplete(health); health = feed.health()) {
      for (const { stream, messages } of health) if (messages > 0 && !firstAfterMs.has(stream)) firstAfterMs.set(stream, clock.now() - startedAt);
      await clock.sleep(LOOK_EVERY_MS, ending.signal);
    }
    return reportOf(feed.health(), { firstAfterMs, elapsedMs: clock.now() - startedAt });
  } finally {
    await feed.stop();
  }
}

function isComplete(health: readonly StreamHealth[]): boolean {
  const clockTold = health.every(({ stream, skewMs }) => stream !== "clock" || skewMs !== undefined);
  const ticking = health.filter(isStream).filter(({ stream }) => !MAY_BE_SILENT.has(stream));
  return clockTold && ticking.length > 0 && ticking.every(({ messages }) => messages > 0);
}

function reportOf(health: readonly StreamHealth[], { firstAfterMs, elapsedMs }: { firstAfterMs: ReadonlyMap<string, number>; elapsedMs: number }): Listening {
  const streams = health.filter(isStream).map(({ stream, messages, dropped, lagMs, problem }) => ({
    stream,
    messages,
    dropped,
    lagMs,
    problem,
    firstAfterMs: messages === 0 ? null : (firstAfterMs.get(stream) ?? elapsedMs),
    mayBeSilent: MAY_BE_SILENT.has(stream),
  }));
  const lines = health.filter(({ stream, instrument }) => instrument === undefined && stream !== "clock");
  return {
    streams,
    lineProblems: [...new Set(lines.flatMap(({ problem }) => problem ?? []))],
    skewMs: health.find(({ stream }) => stream === "clock")?.skewMs,
  };
}

const isStream = ({ instrument }: StreamHealth): boolean => instrument !== undefined;
