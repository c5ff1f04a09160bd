import { type Instrument, type InstrumentId, instrumentId } from "#core/instrument.ts";

export type StreamName = "trades" | "mark" | "candles" | "liquidations" | "book";

/** Since April 2026 Binance serves each stream on one of two paths only; on the other it stays silent without an error. */
const ROUTES = ["market", "public"] as const;
type Route = (typeof ROUTES)[number];

interface StreamKind {
  readonly stream: StreamName;
  readonly route: Route;
  readonly suffix: string;
  /** Longest silence of a healthy stream; liquidations may be absent for hours. */
  readonly staleAfterMs: number | undefined;
}

export const STREAM_KINDS: readonly StreamKind[] = [
  { stream: "trades", route: "market", suffix: "aggTrade", staleAfterMs: 120_000 },
  { stream: "mark", route: "market", suffix: "markPrice@1s", staleAfterMs: 10_000 },
  { stream: "candles", route: "market", suffix: "kline_1m", staleAfterMs: 120_000 },
  { stream: "liquidations", route: "market", suffix: "forceOrder", staleAfterMs: undefined },
  { stream: "book", route: "public", suffix: "depth@100ms", staleAfterMs: 20_000 },
];

/** One stream of one instrument, e.g. `btcusdt@aggTrade`. */
export interface Stream {
  readonly kind: StreamKind;
  readonly instrument: InstrumentId;
  readonly address: string;
}

export interface Connection {
  readonly route: Route;
  readonly url: string;
  readonly streams: readonly Stream[];
}

/** Binance allows 1024 streams a connection; fewer keep the address short and lose less when a line breaks. */
const MOST_STREAMS = 200;

export function streamsOf(instrument: Instrument): readonly Stream[] {
  const symbol = instrument.symbol.toLowerCase();
  return STREAM_KINDS.map((kind) => ({ kind, instrument: instrumentId(instrument), address: `${symbol}@${kind.suffix}` }));
}

/** Spreads the streams of all instruments over connections, each to the path that serves them. */
export function planConnections(wsUrl: string, streams: readonly Stream[]): readonly Connection[] {
  const connections: Connection[] = [];
  for (const route of ROUTES) {
    const routed = streams.filter(({ kind }) => kind.route === route);
    for (let start = 0; start < routed.length; start += MOST_STREAMS) {
      const carried = routed.slice(start, start + MOST_STREAMS);
      const addresses = carried.map(({ address }) => address).join("/");
      connections.push({ route, streams: carried, url: `${wsUrl.replace(/\/+$/, "")}/${route}/stream?streams=${addresses}` });
    }
  }
  return connections;
}
