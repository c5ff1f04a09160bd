import type { InstrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { StreamHealth } from "#exchanges/exchange.ts";
import type { Clock } from "./clock.ts";
import type { RestPause } from "./rest-client.ts";
import { createMessageRate } from "./message-rate.ts";
import { createRunningMedian } from "./running-median.ts";

/** Keeps the health of one stream. Everything lost is counted here, and its last reason kept. */
export interface StreamMonitor {
  /** The connection that carries the stream is open and the stream asked for. */
  opened(): void;
  /** `sentAt`: the exchange's own time of the message, where it carries one. */
  received(sentAt?: number): void;
  /** A message that a bounded queue let go. */
  shed(): void;
  /** A frame that could not be used. */
  dropped(reason: string): void;
  /** Data is missing from the sequence. */
  gap(problem: string): void;
  /** Something else went wrong that loses nothing yet. */
  failed(problem: string): void;
  /** Something that it should have told came by another way, the newest there is: where nothing came for seconds, the silence is none of the market's. */
  unheard(): void;
  down(reason: string): void;
  closed(): void;
  /** True when a stream that should tick has been silent too long on an open connection; each time it is true the patience doubles until the stream ticks again. */
  losesPatience(): boolean;
  health(): StreamHealth;
}

export interface MonitoredStream {
  readonly stream: string;
  readonly instrument: InstrumentId | undefined;
  /** Longest normal silence; undefined for streams that may be silent for hours. */
  readonly staleAfterMs: number | undefined;
  /** It tells a value again and again: what it was while nothing came is not known afterwards, so a silence beyond {@link staleAfterMs} is a gap. */
  readonly isSampled?: boolean;
  /** Of a stream that is asked for over REST: why nothing can be asked for at present. */
  readonly pause?: (() => RestPause | undefined) | undefined;
}

const LONGEST_PATIENCE_MS = 3_600_000;
/** What other ways tell may be so much ahead. */
const UNHEARD_AFTER_MS = 10_000;

export function createStreamMonitor({ stream, instrument, staleAfterMs = Infinity, isSampled = false, pause }: MonitoredStream, clock: Clock): StreamMonitor {
  const counts = { messages: 0, dropped: 0, gaps: 0, reconnects: 0, shed: 0 };
  const rate = createMessageRate();
  const lag = createRunningMedian();
  let link: "connecting" | "open" | "down" | "closed" = "connecting";
  let startedAt = clock.now();
  let lastMessageAt: Ms | undefined;
  let problem: string | undefined;
  let problemAt: Ms | undefined;
  let patienceMs = staleAfterMs;
  let isUnheard = false;

  return {
    opened() {
      if (link === "open") return;
      if (link === "down") counts.reconnects++;
      link = "open";
      startedAt = clock.now();
    },
    received(sentAt) {
      counts.messages++;
      const silentMs = clock.now() - (lastMessageAt ?? clock.now());
      if (isSampled && silentMs > staleAfterMs) gap(`nothing came for ${Math.round(silentMs / 1_000)} s`);
      lastMessageAt = clock.now();
      patienceMs = staleAfterMs;
      isUnheard = false;
      rate.count(lastMessageAt);
      if (sentAt !== undefined) lag.add(lastMessageAt - sentAt);
    },
    shed: () => void counts.shed++,
    dropped(reason) {
      counts.dropped++;
      note(reason);
    },
    gap,
    failed: note,
    unheard() {
      if (isUnheard || link !== "open" || silenceMs() <= UNHEARD_AFTER_MS) return;
      isUnheard = true;
      patienceMs = Math.min(patienceMs, UNHEARD_AFTER_MS);
    },
    down(reason) {
      if (link === "closed") return;
      link = "down";
      note(reason);
    },
    closed: () => (link = "closed"),
    losesPatience() {
      if (link !== "open" || silenceMs() <= patienceMs) return false;
      patienceMs = Math.min(LONGEST_PATIENCE_MS, patienceMs * 2);
      return true;
    },
    health: () => ({
      stream,
      instrument,
      state: state(),
      lastMessageAt,
      problem: pause?.()?.sentence ?? problem,
      problemAt: pause?.()?.since ?? problemAt,
      ...counts,
      perSecond: rate.perSecond(clock.now()),
      lagMs: lag.median(),
    }),
  };

  function gap(reason: string): void {
    counts.gaps++;
    note(reason);
  }

  function note(reason: string): void {
    problem = reason;
    problemAt = clock.now();
  }

  function silenceMs(): number {
    return clock.now() - Math.max(startedAt, lastMessageAt ?? 0);
  }

  function state(): StreamHealth["state"] {
    if (link === "closed") return "closed";
    if (isUnheard || pause?.() !== undefined || silenceMs() > staleAfterMs) return "stale";
    if (link !== "open") return "connecting";
    return lastMessageAt === undefined && staleAfterMs !== Infinity ? "connecting" : "live";
  }
}
