import type { MarketEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { Timing } from "#exchanges/connection/clock.ts";
import { type StreamMonitor, createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { type Breakable, type DeskParts, openParts } from "./desk-parts.ts";
import type { DeskSources, FeedPlan, StreamName, StreamRule } from "./feed-plan.ts";
import type { Datum, TickerDatum } from "./frame.ts";
import { runPoll } from "./poll.ts";
import type { TimedTicker } from "./ticker-line.ts";

/** Everything about one instrument: its data come in, its events go out once and in sequence, its streams' health is kept. */
export interface Desk {
  /** False for a kind that no stream of this instrument was asked for. */
  accept(datum: Datum): boolean;
  /** The exchange carries the stream from now on, or still. */
  opened(stream: StreamName): void;
  /** It does not any more. */
  down(stream: StreamName, reason: string): void;
  /** It is asked for anew: nothing comes until it is `opened`. */
  interrupted(stream: StreamName): void;
  /** Frames of it were lost on our side; it goes on. */
  hole(stream: StreamName): void;
  /** A frame of its line could not be read; it may have been of this stream. */
  doubted(stream: StreamName): void;
  failed(stream: StreamName, problem: string): void;
  losesPatience(stream: StreamName): boolean;
  lastHeard(stream: StreamName): number | undefined;
  monitors(): readonly StreamMonitor[];
  /** Resolves when the polls have ended. */
  readonly done: Promise<void>;
}

export interface DeskOptions {
  readonly instrument: Instrument;
  readonly streams: readonly StreamRule[];
  readonly sources: DeskSources;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly emit: (events: readonly MarketEvent[]) => void;
  /** Asks the exchange to begin a stream anew. */
  readonly askAnew: (stream: StreamName) => void;
  readonly pause?: FeedPlan["pause"];
}

export function openDesk(options: DeskOptions): Desk {
  const { instrument, sources, timing, signal, emit } = options;
  const { polls = [] } = sources;
  const monitors = createMonitors(options);
  const parts = openParts({ ...options, monitors, clock: timing.clock });
  const polling = polls.map((poll) => runPoll({ poll, monitor: monitorOf(poll.stream), timing, signal, emit }));
  monitors.get("funding")?.opened();

  return {
    accept(datum) {
      parts.candles?.heard();
      if (datum.kind === "ticker") return acceptTicker(datum);
      const monitor = monitors.get(STREAM_OF[datum.kind]);
      monitor?.received(datum.sentAt);
      if (monitor !== undefined) pass(datum, parts);
      return monitor !== undefined;
    },
    opened(stream) {
      monitorOf(stream).opened();
      partOf(stream)?.returned?.();
    },
    down(stream, reason) {
      const wasLive = monitorOf(stream).health().state === "live";
      monitorOf(stream).down(reason);
      if (wasLive && stream === "liquidations") noteLostLiquidations();
      partOf(stream)?.broke?.();
    },
    interrupted: (stream) => partOf(stream)?.broke?.(),
    hole(stream) {
      if (stream === "liquidations") noteLostLiquidations();
      partOf(stream)?.broke?.();
      partOf(stream)?.returned?.();
    },
    doubted: (stream) => partOf(stream)?.doubted?.(),
    failed: (stream, problem) => monitorOf(stream).failed(problem),
    losesPatience: (stream) => monitorOf(stream).losesPatience(),
    lastHeard: (stream) => monitorOf(stream).health().lastMessageAt,
    monitors: () => [...monitors.values()],
    done: Promise.all(polling).then(() => undefined),
  };

  function acceptTicker(datum: TickerDatum): boolean {
    let isExpected = false;
    for (const { field, stream } of TICKER_STREAMS) {
      const monitor = monitors.get(stream);
      isExpected ||= monitor !== undefined;
      if (datum[field] !== undefined) monitor?.received(datum.sentAt ?? datum.time);
    }
    if (isExpected) parts.ticker.accept(timed(datum));
    return isExpected;
  }

  function timed(datum: TickerDatum): TimedTicker {
    const time = datum.time ?? timing.clock.now();
    const everyMs = sources.funding?.everyMs;
    return everyMs === undefined ? { ...datum, time } : { ...datum, time, nextFundingTime: asMs(time - (time % everyMs) + everyMs) };
  }

  /** Nothing tells what the stream would have said: the hole is certain, its size is not. */
  function noteLostLiquidations(): void {
    const outlook = sources.liquidations === undefined ? "are lost" : "will be fetched";
    monitorOf("liquidations").gap(`liquidations in a hole of the line ${outlook}`);
  }

  function partOf(stream: StreamName): Breakable | undefined {
    if (stream === "open-interest") return parts.ticker;
    return stream in parts ? (parts as Partial<Record<StreamName, Breakable>>)[stream] : undefined;
  }

  function monitorOf(stream: string): StreamMonitor {
    const monitor = monitors.get(stream);
    if (monitor === undefined) throw new Error(`no stream ${stream} of ${instrumentId(instrument)}`);
    return monitor;
  }
}

const STREAM_OF = { trades: "trades", candle: "candles", book: "book", liquidations: "liquidations" } as const satisfies Record<string, StreamName>;
const TICKER_STREAMS = [
  { field: "mark", stream: "mark" },
  { field: "index", stream: "index" },
  { field: "fundingRate", stream: "funding-rate" },
  { field: "openInterest", stream: "open-interest" },
] as const satisfies readonly { field: keyof TickerDatum; stream: StreamName }[];

/** Values of an instant; what others tell adds up, and is looked for where it is missing. */
const SAMPLED: ReadonlySet<string> = new Set(["mark", "index", "open-interest", "ratio"]);

function pass(datum: Exclude<Datum, TickerDatum>, parts: DeskParts): void {
  switch (datum.kind) {
    case "trades":
      return parts.trades?.accept(datum);
    case "candle":
      return parts.candles?.accept(datum.event, datum.sentAt ?? datum.sequence);
    case "book":
      return parts.book?.accept(datum);
    case "liquidations":
      return parts.liquidations?.accept(datum.events);
  }
}

/** One for every stream that was asked for, every poll, and the settlements. */
function createMonitors({ instrument, streams, sources, timing, pause }: DeskOptions): ReadonlyMap<string, StreamMonitor> {
  const polled = (sources.polls ?? []).map(({ stream, staleAfterMs }) => ({ stream, staleAfterMs, pause }));
  const rules = [...streams, ...polled, ...(sources.funding === undefined ? [] : [{ stream: "funding", staleAfterMs: undefined }])];
  const id = instrumentId(instrument);
  return new Map(
    rules.map(({ stream, ...rule }) => [stream, createStreamMonitor({ ...rule, stream, instrument: id, isSampled: SAMPLED.has(stream) }, timing.clock)]),
  );
}
