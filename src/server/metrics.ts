import { Counter, Gauge, Registry } from "prom-client";
import type { MarketHealthMessage, StatusMessage, StreamHealthMessage } from "#wire/messages.ts";
import type { ServerOptions } from "./server-options.ts";
import { statusMessage } from "./v1/status.ts";

/** A name that ends in `_total` counts up since the start of the process and is a counter; every other is a gauge. */
type Reading<Of> = readonly [name: string, help: string, value: (of: Of) => number | null];

const STREAM: readonly Reading<StreamHealthMessage>[] = [
  ["feed_up", "1 while a stream delivers", ({ state }) => (state === "live" ? 1 : 0)],
  ["feed_messages_total", "Messages of a stream since the start", ({ messages }) => messages],
  ["feed_messages_per_second", "Messages a second over the last minute", ({ perSecond }) => perSecond],
  ["feed_age_seconds", "Time since the last message", ({ ageMs }) => seconds(ageMs)],
  ["feed_lag_seconds", "How far the exchange's clock is behind, the way here included", ({ lagMs }) => seconds(lagMs)],
  ["feed_clock_skew_seconds", "The exchange's clock minus ours, by its own word", ({ skewMs }) => seconds(skewMs)],
  ["feed_gaps_total", "Jumps in trade ids or book sequence", ({ gaps }) => gaps],
  ["feed_dropped_total", "Frames that could not be understood", ({ dropped }) => dropped],
  ["feed_reconnects_total", "Reconnects", ({ reconnects }) => reconnects],
  ["feed_shed_total", "Messages that a bounded queue let go", ({ shed }) => shed],
];

const MARKET: readonly Reading<MarketHealthMessage>[] = [
  ["market_ready", "1 when there is a map", ({ ready }) => (ready ? 1 : 0)],
  ["market_late", "1 while its newest column is three steps old or more, though it trades", ({ standing }) => (standing === "late" ? 1 : 0)],
  ["market_age_seconds", "Time since the end of the last closed column", ({ staleMs }) => seconds(staleMs)],
  ["market_backfill_progress", "Share of the back-fill that is done", ({ backfill }) => backfill.progress],
  ["market_liquidations_printed_share", "Share of forced volume that the liquidation feed is taken to print", ({ printedShare }) => printedShare],
  ["market_holes", "Stretches in which nobody listened, of the newest 50", ({ holes }) => holes],
  ["market_missing_seconds", "What of them could not be fetched afterwards", ({ missingMs }) => missingMs / 1_000],
];

const PROCESS: readonly Reading<StatusMessage>[] = [
  ["resident_memory_bytes", "Resident memory of the process", ({ memoryBytes }) => memoryBytes],
  ["store_ok", "1 while everything is stored", ({ store }) => (store.ok ? 1 : 0)],
  ["recorder_queued_events", "Events waiting for the store", ({ store }) => store.queued],
  ["recorder_shed_events_total", "Events dropped because the store was too slow or full", ({ store }) => store.shed],
  ["recorder_refused_events_total", "Events that contradicted the store", ({ store }) => store.refused],
  ["tape_bytes", "Trades and books on disk", ({ store }) => store.trades?.bytes ?? null],
  ["tape_lost_lines_total", "Trades and books that were not written", ({ store }) => store.trades?.lost ?? null],
  ["frames_bytes", "Raw frames on disk", ({ store }) => store.frames?.bytes ?? null],
  ["frames_lost_lines_total", "Raw frames that were not written", ({ store }) => store.frames?.lost ?? null],
];

const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1_000);

/** Figures of the server for Prometheus. What is not known is left out. */
export function createMetrics(options: ServerOptions): Pick<Registry, "contentType" | "metrics"> {
  const registry = new Registry();
  const provisional = figure(registry, ["provisional_milliseconds", "Event-loop time of the last provisional columns of all markets"], []);
  const process = PROCESS.map((reading) => ({ reading, of: figure(registry, reading, []) }));
  const streams = STREAM.map((reading) => ({ reading, of: figure(registry, reading, ["exchange", "stream", "market"]) }));
  const markets = MARKET.map((reading) => ({ reading, of: figure(registry, reading, ["exchange", "market"]) }));

  function collect() {
    const status = statusMessage(options);
    for (const { of } of [{ of: provisional }, ...process, ...streams, ...markets]) of.reset();
    put(provisional, {}, options.hub.status().provisionalMs);
    for (const { reading, of } of process) put(of, {}, reading[2](status));
    for (const { reading, of } of streams)
      for (const feed of status.feeds) put(of, { exchange: feed.exchange, stream: feed.stream, market: feed.market ?? "" }, reading[2](feed));
    for (const { reading, of } of markets)
      for (const market of status.markets) put(of, { exchange: market.exchange, market: market.market }, reading[2](market));
  }

  return {
    contentType: registry.contentType,
    metrics() {
      collect();
      return registry.metrics();
    },
  };
}

function figure(registry: Registry, [name, help]: readonly [string, string, ...unknown[]], labelNames: readonly string[]): Counter | Gauge {
  const settings = { name: `powderkeg_${name}`, help, labelNames: [...labelNames], registers: [registry] };
  return name.endsWith("_total") ? new Counter(settings) : new Gauge(settings);
}

/** A figure that was reset: its sum so far is what is added. */
function put(of: Counter | Gauge, labels: Readonly<Record<string, string>>, value: number | null): void {
  if (value !== null) of.inc(labels, value);
}
