// Messages a second that one core carries from text to the engine: npm run bench -- normalise [MESSAGES]
// A busy minute of one instrument (1,000 messages a second), per exchange, in its own wire format: JSON.parse alone, then normalise, then everything
// from the frame to the estimate: normalise, the desk (repeats, gaps, the book's sequence), the market's inbox, and a step of the ladder each minute.
import type { MarketEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { createStepBuilder } from "#engine/step-builder.ts";
import * as binance from "#exchanges/binance/frames.conformance.ts";
import { normalise as normaliseBinance } from "#exchanges/binance/normalise.ts";
import * as bitget from "#exchanges/bitget/frames.conformance.ts";
import { normalise as normaliseBitget } from "#exchanges/bitget/normalise.ts";
import * as bybit from "#exchanges/bybit/frames.conformance.ts";
import { normalise as normaliseBybit } from "#exchanges/bybit/normalise.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { openDesk } from "#exchanges/feeding/desk.ts";
import type { StreamName } from "#exchanges/feeding/feed-plan.ts";
import type { Normalise } from "#exchanges/feeding/frame.ts";
import * as hyperliquid from "#exchanges/hyperliquid/frames.conformance.ts";
import { normalise as normaliseHyperliquid } from "#exchanges/hyperliquid/normalise.ts";
import * as okx from "#exchanges/okx/frames.conformance.ts";
import { normalise as normaliseOkx } from "#exchanges/okx/normalise.ts";
import { createInbox } from "#pipeline/live/inbox.ts";

const MESSAGES = Number(process.argv[3] ?? 240_000);
const ROUNDS = 3;
const START = Date.UTC(2026, 5, 1);
const A_SECOND = 1_000;
const LEVELS = 10;
const STREAMS: readonly StreamName[] = ["trades", "mark", "index", "funding-rate", "candles", "liquidations", "book", "open-interest"];

type Kind = "trade" | "book" | "ticker" | "candle" | "liquidation";
/** Of a hundred messages. */
const MIX: readonly Kind[] = [
  ...Array<Kind>(58).fill("trade"),
  ...Array<Kind>(26).fill("book"),
  ...Array<Kind>(7).fill("ticker"),
  ...Array<Kind>(7).fill("candle"),
  ...Array<Kind>(2).fill("liquidation"),
];

interface Moment {
  readonly time: number;
  /** Counts the frames of the kind, from 1. */
  readonly nth: number;
  readonly openTime: number;
  readonly closed: boolean;
}

interface Wire {
  readonly name: string;
  readonly instrument: Instrument;
  readonly normalise: Normalise;
  readonly keyed: boolean;
  frame(kind: Kind, moment: Moment): object | undefined;
}

const perpetual = (exchange: string, symbol: string, contractSize = 1): Instrument => ({
  exchange,
  symbol,
  coin: "BTC",
  contract: "linear",
  contractSize,
  tickSize: 0.1,
  marginModel: "binance-usdm",
});

const sides = <Level>(level: (price: string, size: string) => Level, nth: number): { bids: Level[]; asks: Level[] } => ({
  bids: Array.from({ length: LEVELS }, (_, i) => level((60_000 - i / 10).toFixed(1), ((nth % 7) + i).toFixed(3))),
  asks: Array.from({ length: LEVELS }, (_, i) => level((60_000.1 + i / 10).toFixed(1), ((nth % 5) + i).toFixed(3))),
});

const WIRES: readonly Wire[] = [
  {
    name: "binance",
    instrument: perpetual("binance", "BTCUSDT"),
    normalise: normaliseBinance,
    keyed: false,
    frame(kind, { time, nth, openTime, closed }) {
      const { bids: b, asks: a } = sides((price, size) => [price, size], nth);
      if (kind === "trade") return binance.combined("btcusdt@aggTrade", binance.aggTrade("BTCUSDT", { id: nth, time }));
      if (kind === "book")
        return binance.combined("btcusdt@depth@100ms", binance.depthUpdate("BTCUSDT", { time, first: nth, last: nth, previous: nth - 1, b, a }));
      if (kind === "ticker") return binance.combined("btcusdt@markPrice@1s", binance.markPrice("BTCUSDT", { time }));
      if (kind === "candle") return binance.combined("btcusdt@kline_1m", binance.kline("BTCUSDT", { time, openTime, closed }));
      return binance.combined("btcusdt@forceOrder", binance.forceOrder("BTCUSDT", { time }));
    },
  },
  {
    name: "bybit",
    instrument: perpetual("bybit", "BTCUSDT"),
    normalise: normaliseBybit,
    keyed: true,
    frame(kind, { time, nth, openTime, closed }) {
      const { bids: b, asks: a } = sides((price, size) => [price, size], nth);
      if (kind === "trade") return bybit.publicTrade("BTCUSDT", { time, rows: [{ i: `20f43950-d8dd-5b31-9112-${nth}` }] });
      if (kind === "book") return bybit.orderbook("BTCUSDT", { time, update: nth, type: nth === 1 ? "snapshot" : "delta", b, a });
      if (kind === "ticker") return bybit.ticker("BTCUSDT", { time });
      if (kind === "candle") return bybit.kline("BTCUSDT", { time, openTime, closed });
      return bybit.allLiquidation("BTCUSDT", { time });
    },
  },
  {
    name: "okx",
    instrument: perpetual("okx", "BTC-USDT-SWAP", 0.01),
    normalise: normaliseOkx,
    keyed: false,
    frame(kind, { time, nth, openTime, closed }) {
      const { bids, asks } = sides((price, size) => [price, size, "0", "3"], nth);
      if (kind === "trade") return okx.trades("BTC-USDT-SWAP", { id: nth, time });
      if (kind === "book") return okx.book("BTC-USDT-SWAP", { time, last: nth, previous: nth === 1 ? -1 : nth - 1, bids, asks });
      if (kind === "ticker") return nth % 4 === 0 ? okx.openInterest("BTC-USDT-SWAP", { time }) : okx.markPrice("BTC-USDT-SWAP", { time });
      if (kind === "candle") return okx.candle("BTC-USDT-SWAP", { openTime, closed });
      return okx.liquidationOrders("SWAP", [{ instId: "BTC-USDT-SWAP", details: [okx.forcedOrder({ time })] }]);
    },
  },
  {
    name: "bitget",
    instrument: perpetual("bitget", "BTCUSDT"),
    normalise: normaliseBitget,
    keyed: true,
    frame(kind, { time, nth, openTime }) {
      const { bids: b, asks: a } = sides((price, size) => [price, size], nth);
      if (kind === "trade") return bitget.publicTrade("BTCUSDT", { time, rows: [{ i: String(nth) }] });
      if (kind === "ticker") return bitget.ticker("BTCUSDT", { time });
      if (kind === "candle") return bitget.kline("BTCUSDT", { time, openTimes: [openTime] });
      if (kind === "liquidation") return bitget.liquidation([{}], { time });
      const { data, ...push } = bitget.books("BTCUSDT", { time, seq: nth, ...(nth === 1 ? {} : { pseq: nth - 1 }) });
      return { ...push, data: data.map((row) => Object.assign({}, row, { b, a })) };
    },
  },
  {
    name: "hyperliquid",
    instrument: perpetual("hyperliquid", "BTC"),
    normalise: normaliseHyperliquid,
    keyed: true,
    frame(kind, { time, nth, openTime }) {
      const { bids, asks } = sides((px, sz) => ({ px, sz, n: 3 }), nth);
      if (kind === "trade" || kind === "liquidation") return hyperliquid.trades(hyperliquid.trade("BTC", { tid: time * 1_000 + nth, time }));
      if (kind === "book") return hyperliquid.l2Book("BTC", { time, levels: [bids, asks] });
      if (kind === "ticker") return hyperliquid.activeAssetCtx("BTC");
      return hyperliquid.candle("BTC", { openTime, trades: nth });
    },
  },
];

function framesOf(wire: Wire): string[] {
  const counts: Partial<Record<Kind, number>> = {};
  let closedUntil = START;
  return Array.from({ length: MESSAGES }, (_, i) => {
    const time = START + Math.floor((i / A_SECOND) * 1_000);
    const kind = MIX[(i * 37) % MIX.length];
    const nth = (counts[kind] = (counts[kind] ?? 0) + 1);
    const isDue = kind === "candle" && time - closedUntil >= MINUTE_MS;
    const openTime = closedUntil;
    if (isDue) closedUntil += MINUTE_MS;
    return JSON.stringify(wire.frame(kind, { time, nth, openTime, closed: isDue }));
  });
}

/** Messages a second of processor time. */
function rateOf(texts: readonly string[], use: (text: string) => void): number {
  const before = process.cpuUsage();
  for (const text of texts) use(text);
  const { user, system } = process.cpuUsage(before);
  return texts.length / ((user + system) / 1e6);
}

function carryTo(wire: Wire, signal: AbortSignal): { use: (text: string) => void; told: () => string } {
  const { instrument, normalise, keyed } = wire;
  const id = instrumentId(instrument);
  const bySymbol = new Map([[instrument.symbol, instrument]]);
  const inbox = createInbox(instrument, MINUTE_MS);
  const builder = createStepBuilder({ stepMs: MINUTE_MS, contract: "linear" });
  const estimator = createEstimator(instrument);
  let events = 0;
  let steps = 0;
  let stepsDue = START + MINUTE_MS;
  const emit = (batch: readonly MarketEvent[]): void => {
    events += batch.length;
    for (const event of batch) inbox.accept(event);
  };
  const desk = openDesk({
    instrument,
    streams: STREAMS.map((stream) => ({ stream, staleAfterMs: undefined })),
    sources: keyed ? { trades: { by: "key" }, candles: { closedBy: "next", fetchRange: () => Promise.resolve([]) } } : {},
    timing: systemTiming,
    signal,
    emit,
    askAnew: () => undefined,
  });
  // A book that begins without a snapshot would wait for one.
  const book = { kind: "book", instrument: id, time: asMs(START), snapshot: true, bids: [], asks: [] } as const;
  if (wire.name === "binance") desk.accept({ kind: "book", instrument: id, event: book, last: 0 });
  return {
    use(text) {
      const frame = normalise(text, bySymbol);
      if (frame.kind !== "data") throw new Error(`${text.slice(0, 200)}: ${JSON.stringify(frame)}`);
      for (const datum of frame.data) {
        desk.accept(datum);
        if (datum.kind !== "candle" || datum.event.openTime < stepsDue) continue;
        for (const event of inbox.take(datum.event.openTime)) {
          const step = builder.push(event);
          if (step === undefined) continue;
          estimator.step(step);
          steps++;
        }
        stepsDue += MINUTE_MS;
      }
    },
    told: () => `${events} events, ${steps} steps, gaps ${desk.monitors().reduce((sum, monitor) => sum + monitor.health().gaps, 0)}`,
  };
}

const thousands = (rate: number): string => `${(rate / 1_000).toFixed(0)} k/s`;
const best = (rates: readonly number[]): number => Math.max(...rates);

for (const wire of WIRES) {
  const texts = framesOf(wire);
  const bySymbol = new Map([[wire.instrument.symbol, wire.instrument]]);
  const rates = { parse: [] as number[], normalise: [] as number[], all: [] as number[] };
  let told = "";
  for (let round = 0; round < ROUNDS; round++) {
    const stop = new AbortController();
    const whole = carryTo(wire, stop.signal);
    const runs = [
      () => rates.parse.push(rateOf(texts, (text) => void JSON.parse(text))),
      () => rates.normalise.push(rateOf(texts, (text) => void wire.normalise(text, bySymbol))),
      () => rates.all.push(rateOf(texts, whole.use)),
    ];
    for (const run of round % 2 === 0 ? runs : runs.toReversed()) run();
    told = whole.told();
    stop.abort();
  }
  const parse = best(rates.parse);
  const share = (rate: number): string => `${(parse / rate).toFixed(2)} x`;
  console.log(
    `${wire.name}: ${MESSAGES} messages of ${(texts.reduce((sum, text) => sum + text.length, 0) / texts.length).toFixed(0)} characters: JSON.parse ${thousands(parse)}; ` +
      `normalise ${thousands(best(rates.normalise))} (${share(best(rates.normalise))} the time of JSON.parse); to the estimate ${thousands(best(rates.all))} (${share(best(rates.all))}); ${told}`,
  );
}
