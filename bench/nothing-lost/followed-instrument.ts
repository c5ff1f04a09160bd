import type { MarketEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import type { StreamHealth } from "#exchanges/exchange.ts";
import type { Publication, SentLiquidation, SentTrade } from "#simulator/wire/journal.ts";
import { type Balance, createBalance } from "./balance.ts";
import { type BookStates, createBookStates } from "./book-states.ts";
import { type FigureStates, createFigureStates } from "./figure-states.ts";

/** What the simulator published, and when it did. */
export interface Published<Sent> {
  readonly entry: Sent;
  readonly at: number;
}

/** One instrument: its simulated exchange's tape, forced orders and book on one side, what its feed tells of them on the other. */
export interface FollowedInstrument {
  readonly instrument: Instrument;
  readonly trades: Balance<Published<SentTrade>>;
  readonly liquidations: Balance<Published<SentLiquidation>>;
  readonly books: BookStates;
  readonly figures: FigureStates;
  publish(publication: Publication, at: number): void;
  hear(event: MarketEvent): void;
  /** Notes when gaps were counted. */
  look(health: readonly StreamHealth[], at: number): void;
  /** The feed has such a stream. */
  carries(stream: "trades" | "liquidations"): boolean;
  /** Between the two instants a gap of the stream was counted, or its line was shown as down: that gap was counted when it went. */
  isShown(stream: "trades" | "liquidations", from: number, to: number): boolean;
  /** The stream's line was lost, or given up, between the two instants. */
  broke(stream: "trades" | "liquidations", from: number, to: number): boolean;
  gaps(stream: "trades" | "liquidations"): number;
}

export interface FollowOptions {
  /** What is told of a forced order: the whole of it, what was filled of it, or only such fills as accounts show, which are not compared. */
  readonly liquidations: "order" | "filled" | "fills of accounts";
  /** What was stamped before is not compared. */
  readonly since: number;
}

export function followInstrument(instrument: Instrument, { liquidations: told, since }: FollowOptions): FollowedInstrument {
  const id = instrumentId(instrument);
  const trades = createBalance<Published<SentTrade>>();
  const liquidations = createBalance<Published<SentLiquidation>>();
  const books = createBookStates();
  const figures = createFigureStates(instrument);
  const gapTimes = { trades: [] as number[], liquidations: [] as number[] };
  const breakTimes = { trades: [] as number[], liquidations: [] as number[] };
  const reconnectCounts = { trades: 0, liquidations: 0 };
  const carried = new Set<string>();
  const gapCounts = { trades: 0, liquidations: 0 };

  return {
    instrument,
    trades,
    liquidations,
    books,
    figures,
    publish(publication, at) {
      books.stood(publication.listing);
      figures.stood(publication.listing);
      for (const entry of publication.trades) trades.sent(keyOf(entry.time, entry.takerSide, entry.price, entry.size), { entry, at });
      for (const entry of publication.liquidations) {
        const size = told === "filled" ? entry.filledSize : entry.size;
        if (size > 0) liquidations.sent(keyOf(entry.time, entry.positionSide, entry.bankruptcyPrice, size), { entry, at });
      }
    },
    hear(event) {
      figures.follow(event);
      if (event.kind === "book") books.follow(event);
      else if (event.kind === "trade" && event.time >= since) trades.told(keyOf(event.time, event.takerSide, event.price, event.size), event.time);
      else if (event.kind === "liquidation" && event.time >= since && told === "fills of accounts") liquidations.heard();
      else if (event.kind === "liquidation" && event.time >= since)
        liquidations.told(keyOf(event.time, event.positionSide, event.orderPrice ?? event.price, event.size), event.time);
    },
    look(health, at) {
      for (const { stream, instrument: of, gaps, reconnects, state } of health) {
        if (of !== id || (stream !== "trades" && stream !== "liquidations")) continue;
        carried.add(stream);
        if (gaps > gapCounts[stream] || (state !== "live" && gaps > 0)) gapTimes[stream].push(at);
        gapCounts[stream] = gaps;
        if (reconnects > reconnectCounts[stream]) breakTimes[stream].push(at);
        reconnectCounts[stream] = reconnects;
      }
    },
    carries: (stream) => carried.has(stream),
    isShown: (stream, from, to) => gapTimes[stream].some((at) => at >= from && at <= to),
    broke: (stream, from, to) => breakTimes[stream].some((at) => at >= from && at <= to),
    gaps: (stream) => gapCounts[stream],
  };
}

/** Contracts times their size are not to the last bit what the simulator counts. */
const keyOf = (time: number, side: string, price: number, size: number): string =>
  `${time} ${side} ${Number(price.toPrecision(10))} ${Number(size.toPrecision(9))}`;
