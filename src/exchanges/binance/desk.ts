import type { MarketEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS } from "#core/units.ts";
import { type StreamMonitor, createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { createBookSync } from "./book-sync.ts";
import { createCandleLine } from "./candle-line.ts";
import type { BinanceContext } from "./context.ts";
import type { BinanceFrame } from "./normalise.ts";
import { OPEN_INTEREST_STALE_MS, createFundingPoll, pollOpenInterest } from "./polls.ts";
import { createRepeatFilter } from "#exchanges/connection/repeat-filter.ts";
import { bookOfDepth, candleOfKline, tradeOfRow } from "./rows.ts";
import { STREAM_KINDS, type StreamName } from "./streams.ts";
import { createTradeLine } from "./trade-line.ts";

/** A frame that carries something. */
export type DataFrame = Exclude<BinanceFrame, { kind: "reply" | "dropped" }>;

/** Everything about one instrument: its frames come in, its events go out once and in sequence, its streams' health is kept. */
export interface Desk {
  readonly monitors: Readonly<Record<StreamName | "open-interest" | "funding", StreamMonitor>>;
  accept(frame: DataFrame): void;
  /** The line under these streams broke. */
  lineBroke(streams: ReadonlySet<StreamName>): void;
  /** Resolves when the polls have ended. */
  readonly done: Promise<void>;
}

export interface DeskOptions {
  readonly instrument: Instrument;
  readonly pollEveryMs: number;
  readonly signal: AbortSignal;
  readonly emit: (events: readonly MarketEvent[]) => void;
}

export function openDesk(context: BinanceContext, options: DeskOptions): Desk {
  const { instrument, signal, emit } = options;
  const { rest, timing } = context;
  const { clock } = timing;
  const { symbol } = instrument;
  const monitors = createMonitors();
  const isRepeatedLiquidation = createRepeatFilter();
  let lastMarkTime = 0;

  const trades = createTradeLine({
    monitor: monitors.trades,
    signal,
    emit,
    fetchFrom: async (fromId) => (await rest.aggregateTrades(symbol, fromId, signal)).map((row) => tradeOfRow(instrument, row)),
  });
  const candles = createCandleLine({
    monitor: monitors.candles,
    signal,
    emit,
    async fetchRange(from, to) {
      const rows = await rest.recentKlines({ symbol, interval: "1m", startTime: from, endTime: to }, signal);
      return rows.map((row) => candleOfKline(instrument, MINUTE_MS, row));
    },
  });
  const book = createBookSync({
    monitor: monitors.book,
    clock,
    signal,
    emit,
    async fetchSnapshot() {
      const depth = await rest.depth(symbol, signal);
      return { lastUpdateId: depth.lastUpdateId, event: bookOfDepth(instrument, depth, clock.now()) };
    },
  });
  const funding = createFundingPoll(context, { instrument, monitor: monitors.funding, signal, emit });

  monitors["open-interest"].opened();
  monitors.funding.opened();
  return {
    monitors,
    accept,
    lineBroke,
    done: pollOpenInterest(context, options.pollEveryMs, { instrument, monitor: monitors["open-interest"], signal, emit }),
  };

  function accept(frame: DataFrame): void {
    switch (frame.kind) {
      case "trade":
        monitors.trades.received();
        return trades.accept(frame.event);
      case "book":
        monitors.book.received();
        return book.accept(frame);
      case "candle":
        monitors.candles.received();
        return candles.accept(frame.event, frame.sentAt);
      case "liquidation":
        monitors.liquidations.received();
        if (!isRepeatedLiquidation(`${frame.event.time} ${frame.event.positionSide} ${frame.event.price} ${frame.event.size}`)) emit([frame.event]);
        return;
      case "mark":
        monitors.mark.received();
        if (frame.event.time <= lastMarkTime) return;
        lastMarkTime = frame.event.time;
        if (frame.event.nextFundingTime !== undefined) funding.expect(frame.event.nextFundingTime);
        emit([frame.event]);
    }
  }

  function lineBroke(streams: ReadonlySet<StreamName>): void {
    if (streams.has("book")) book.restart();
    // Nothing tells what a liquidation stream would have said: the hole is certain, its size is not.
    if (streams.has("liquidations") && monitors.liquidations.health().state === "live")
      monitors.liquidations.gap("liquidations while the line was down are lost");
  }

  function createMonitors(): Desk["monitors"] {
    const id = instrumentId(instrument);
    const streamed = Object.fromEntries(
      STREAM_KINDS.map(({ stream, staleAfterMs }) => [stream, createStreamMonitor({ stream, instrument: id, staleAfterMs }, clock)]),
    ) as Record<StreamName, StreamMonitor>;
    return {
      ...streamed,
      "open-interest": createStreamMonitor({ stream: "open-interest", instrument: id, staleAfterMs: OPEN_INTEREST_STALE_MS }, clock),
      funding: createStreamMonitor({ stream: "funding", instrument: id, staleAfterMs: undefined }, clock),
    };
  }
}
