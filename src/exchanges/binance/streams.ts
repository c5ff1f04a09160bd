import { type Instrument, instrumentId } from "#core/instrument.ts";
import { splitLine } from "#exchanges/feeding/split-line.ts";
import type { LinePlan, StreamRule, Subscribing, Subscription } from "#exchanges/feeding/feed-plan.ts";

/** Since April 2026 Binance serves each stream on one of two paths only; on the other it stays silent without an error. */
const ROUTES = ["market", "public"] as const;
type Route = (typeof ROUTES)[number];

interface StreamKind extends StreamRule {
  readonly route: Route;
  readonly suffix: string;
}

/** Liquidations may be absent for hours, and so may the trades of a dated future. */
const STREAM_KINDS: readonly StreamKind[] = [
  { stream: "trades", route: "market", suffix: "aggTrade", staleAfterMs: 120_000 },
  { stream: "mark", route: "market", suffix: "markPrice@1s", staleAfterMs: 10_000 },
  { stream: "candles", route: "market", suffix: "kline_1m", staleAfterMs: 120_000 },
  { stream: "liquidations", route: "market", suffix: "forceOrder", staleAfterMs: undefined },
  { stream: "book", route: "public", suffix: "depth@100ms", staleAfterMs: 20_000 },
];

const TRADED: ReadonlySet<string> = new Set(["trades", "candles"]);

/** Binance allows 1024 streams a connection; fewer lose less when a line breaks. */
const MOST_STREAMS = 200;

/** Spreads the streams of all instruments over connections, each to the path that serves them. */
export function planLines(wsUrl: string, instruments: readonly Instrument[]): readonly LinePlan[] {
  const base = wsUrl.replace(/\/+$/, "");
  return ROUTES.flatMap((route) => {
    const subscriptions = instruments.flatMap((instrument) => subscriptionsOf(instrument, route));
    return splitLine({ name: route, url: () => `${base}/${route}/stream`, subscriptions }, MOST_STREAMS);
  });
}

/** Streams could stand in the address too; by message a single one can be asked for anew. Binance takes 10 messages a second, its pings and ours among them. */
export const SUBSCRIBING: Subscribing = {
  message: (action, topics, request) => JSON.stringify({ method: action.toUpperCase(), params: topics.map(({ topic }) => topic), id: Number(request) }),
  answersTo: "request",
  mostTopicsPerMessage: 50,
  mostBytesPerMessage: 4_096,
  messages: [{ weight: 5, windowMs: 1_000 }],
};

function subscriptionsOf(instrument: Instrument, route: Route): readonly Subscription[] {
  return STREAM_KINDS.filter((kind) => kind.route === route).map(({ suffix, ...rule }) => ({
    topic: `${instrument.symbol.toLowerCase()}@${suffix}`,
    instruments: [instrumentId(instrument)],
    streams: [instrument.expiry === undefined || !TRADED.has(rule.stream) ? rule : { ...rule, staleAfterMs: undefined }],
  }));
}
