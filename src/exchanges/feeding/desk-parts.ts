import type { BookEvent, CandleEvent, MarketEvent, TradeEvent } from "#core/events.ts";
import { type Instrument, type InstrumentId, instrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { type BookSync, createStreamedBook } from "./book-sync.ts";
import { createBookWatch } from "./book-watch.ts";
import { type CandleLine, createCandleLine } from "./candle-line.ts";
import type { DeskSources, StreamName } from "./feed-plan.ts";
import { createFetchedBook } from "./fetched-book.ts";
import { type LiquidationLine, createLiquidationLine } from "./liquidation-line.ts";
import { createSettlements } from "./settlements.ts";
import { type TickerLine, createTickerLine } from "./ticker-line.ts";
import { type TradeLine, createTradesById } from "./trades-by-id.ts";
import { type KeyedTradeLine, createTradesByKey } from "./trades-by-key.ts";

/** Who keeps each stream of one instrument in order; absent where the stream was not asked for. */
export interface DeskParts {
  readonly trades?: TradeLine & Breakable;
  readonly candles?: CandleLine & Breakable;
  readonly book?: BookSync & Breakable;
  readonly liquidations?: LiquidationLine & Breakable;
  readonly ticker: TickerLine & Breakable;
}

/** What minds that its line broke, or carries again. */
export interface Breakable {
  broke?(): void;
  returned?(): void;
  /** A frame of the line could not be read. */
  doubted?(): void;
}

export interface PartOptions {
  readonly instrument: Instrument;
  readonly sources: DeskSources;
  readonly monitors: ReadonlyMap<string, StreamMonitor>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (events: readonly MarketEvent[]) => void;
  readonly askAnew: (stream: StreamName) => void;
}

export function openParts({ instrument, sources, monitors, clock, signal, emit, askAnew }: PartOptions): DeskParts {
  const [trades, candles, book, liquidations] = (["trades", "candles", "book", "liquidations"] as const).map((stream) => monitors.get(stream));
  const forced = liquidations && createLiquidationLine({ monitor: liquidations, clock, signal, emit, source: sources.liquidations });
  const stillness = book && createBookWatch({ monitor: book, clock, askAnew: () => askAnew("book") });
  const tape = trades && tradeLine({ ...trades, gap: missTrades(trades) });
  const bars = candles && createCandleLine({ monitor: candles, clock, signal, emit: tellBars, source: sources.candles, countsTrades: trades !== undefined });
  return {
    ...(tape && { trades: tape }),
    ...(bars && { candles: bars }),
    ...(book && { book: bookSync(book) }),
    ...(forced && { liquidations: forced }),
    ticker: ticker(instrumentId(instrument)),
  };

  /** Both come over one line, and a line that kept trades to itself kept liquidations too. */
  function missTrades(monitor: StreamMonitor): StreamMonitor["gap"] {
    return (problem) => {
      monitor.gap(problem);
      forced?.doubted("trades are missing");
    };
  }

  function tellBars(told: readonly CandleEvent[]): void {
    emit(told);
    for (const bar of told) tape?.compare?.(bar);
  }

  function tellTrades(trades: readonly TradeEvent[]): void {
    bars?.traded(trades);
    stillness?.traded(trades.length);
    emit(trades);
  }

  function tradeLine(monitor: StreamMonitor): TradeLine & Breakable & Partial<KeyedTradeLine> {
    const source = sources.trades;
    return source?.by === "key"
      ? createTradesByKey({ monitor, clock, signal, emit: tellTrades, source })
      : createTradesById({ monitor, clock, signal, emit: tellTrades, source });
  }

  function tellBook(told: readonly BookEvent[]): void {
    for (const event of told) stillness?.told(event);
    emit(told);
  }

  function bookSync(monitor: StreamMonitor): BookSync {
    const source = sources.book;
    const sync =
      source?.snapshots === "rest"
        ? createFetchedBook({ monitor, clock, signal, emit: tellBook, source })
        : createStreamedBook({ monitor, clock, emit: tellBook, askAnew: () => askAnew("book") });
    return {
      ...sync,
      broke() {
        stillness?.broke();
        sync.broke();
      },
    };
  }

  function ticker(id: InstrumentId): TickerLine & Breakable {
    const monitor = monitors.get("funding");
    const settlements = sources.funding && monitor && createSettlements({ source: sources.funding, monitor, clock, signal, emit });
    return createTickerLine({ instrument: id, clock, emit, onNextFunding: (time: Ms) => settlements?.expect(time), askAnew: () => askAnew("open-interest") });
  }
}
