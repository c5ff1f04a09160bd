import type { BookEvent, CandleEvent, LiquidationEvent, TradeEvent } from "#core/events.ts";
import type { Instrument, InstrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";

/**
 * Reads one text frame of an exchange's sockets. Pure, never throws, lets no number through that is not finite, and drops a frame whole or not at
 * all. `instruments` are those of the feed: whoever publishes in contracts multiplies with their `contractSize` here, once.
 */
export type Normalise = (text: string, instruments: InstrumentsBySymbol) => Frame;

/** The instruments of a feed by the exchange's own symbol. */
export type InstrumentsBySymbol = ReadonlyMap<string, Instrument>;

/** What a text frame means. */
export type Frame =
  /** What came, in the frame's own order. Empty where a stream of a whole market tells of instruments that nobody asked for. */
  | { readonly kind: "data"; readonly data: readonly Datum[] }
  /** The exchange agrees to a subscription: `to` is what it names, a topic or the request's number, see {@link Subscribing}. */
  | { readonly kind: "subscribed"; readonly to: string }
  /** The exchange refuses: a subscription (`to` as above), or something that it does not name. */
  | { readonly kind: "refused"; readonly to: string | undefined; readonly reason: string }
  /** The exchange is about to close the line: another is opened beside it at once. */
  | { readonly kind: "leaving"; readonly reason: string }
  /** An answer that carries nothing, e.g. to a ping. */
  | { readonly kind: "reply" }
  /** Not usable; counted by whoever reads. */
  | { readonly kind: "dropped"; readonly reason: string };

/** One fact, or a batch of one kind, of one instrument. `sentAt` is the exchange's time of the message, epoch ms: the lag is measured with it. */
export type Datum = TradesDatum | TickerDatum | CandleDatum | BookDatum | LiquidationsDatum;

export interface TradesDatum {
  readonly kind: "trades";
  readonly instrument: InstrumentId;
  readonly sentAt?: number;
  /** Only ids that count up by one per trade (or by `spans`) belong into an event's `id`: jumps in them are lost trades. */
  readonly events: readonly TradeEvent[];
  /** How many ids each event stands for, up to and with its own, where the exchange joins trades. Default: one. */
  readonly spans?: readonly number[];
  /** Of trades without such ids: what tells them apart. One per event. */
  readonly keys?: readonly string[];
}

/**
 * What a ticker or a stream of marks said. Fields that it left out are unchanged; the desk puts them together: every ticker with a mark becomes a
 * mark event that takes the last index and funding along, open interest becomes an event every few seconds.
 */
export interface TickerDatum {
  readonly kind: "ticker";
  readonly instrument: InstrumentId;
  /** Of the values; a ticker that is not younger than the last one with the same fields is a repeat. Absent where the exchange does not say: then of its arrival. */
  readonly time?: Ms;
  readonly sentAt?: number;
  readonly mark?: number;
  readonly index?: number;
  readonly fundingRate?: number;
  readonly nextFundingTime?: Ms;
  /** Between settlements, where the exchange tells it here: it may change while a market is followed. */
  readonly fundingIntervalMs?: Ms;
  /** One-sided, in the conserved unit. */
  readonly openInterest?: number;
  /** Of a stream of changes: what was left out is at this time as it was. Elsewhere it is told by other messages. */
  readonly restHolds?: true;
}

export interface CandleDatum {
  readonly kind: "candle";
  readonly instrument: InstrumentId;
  /** Orders the states of a bar; without it `sequence` does, else the order of arrival. */
  readonly sentAt?: number;
  /** Grows from state to state and from bar to bar, where the exchange does not say when it sent them. */
  readonly sequence?: number;
  readonly event: CandleEvent;
}

/**
 * A book or a change of it, with its place in the exchange's sequence: `last` is the number that it reaches; `previous` is the `last` of the message
 * before (absent of a snapshot). Where an exchange counts by one without saying the number before, `previous` is `last - 1`.
 * A stream of whole books has the time as `last` and is all snapshots.
 */
export interface BookDatum {
  readonly kind: "book";
  readonly instrument: InstrumentId;
  readonly sentAt?: number;
  readonly event: BookEvent;
  readonly last: number;
  readonly previous?: number;
  /** First number in it, where messages span many and snapshots come over REST. */
  readonly first?: number;
}

export interface LiquidationsDatum {
  readonly kind: "liquidations";
  readonly instrument: InstrumentId;
  readonly sentAt?: number;
  /** Every order of the message that is of this instrument. */
  readonly events: readonly LiquidationEvent[];
}

export const dropped = (reason: string): Frame => ({ kind: "dropped", reason });
export const data = (...data: readonly Datum[]): Frame => ({ kind: "data", data });
