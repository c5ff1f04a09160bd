import { type Instrument, instrumentId } from "#core/instrument.ts";
import { splitLine } from "#exchanges/feeding/feed.ts";
import type { LinePlan, StreamRule, Subscription } from "#exchanges/feeding/feed-plan.ts";

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

/** Binance allows 1024 streams a connection; fewer keep the address short and lose less when a line breaks. */
const MOST_STREAMS = 200;

/** Spreads the streams of all instruments over connections, each to the path that serves them. */
export function planLines(wsUrl: string, instruments: readonly Instrument[]): readonly LinePlan[] {
  const base = wsUrl.replace(/\/+$/, "");
  return ROUTES.flatMap((route) => {
    const url = (carried: readonly Subscription[]): string => `${base}/${route}/stream?streams=${carried.map(({ topic }) => topic).join("/")}`;
    return splitLine({ name: route, url, subscriptions: instruments.flatMap((instrument) => subscriptionsOf(instrument, route)) }, MOST_STREAMS);
  });
}

function subscriptionsOf(instrument: Instrument, route: Route): readonly Subscription[] {
  return STREAM_KINDS.filter((kind) => kind.route === route).map(({ suffix, ...rule }) => ({
    topic: `${instrument.symbol.toLowerCase()}@${suffix}`,
    instruments: [instrumentId(instrument)],
    streams: [instrument.expiry === undefined || !TRADED.has(rule.stream) ? rule : { ...rule, staleAfterMs: undefined }],
  }));
}
