import type { FeedSampling, InstrumentId } from "./instrument.ts";
import type { PositionSide, TakerSide } from "./position-side.ts";
import type { Ms } from "./units.ts";

/**
 * Everything that can come in from an exchange or a file, one variant per kind of fact.
 * Prices are in quote currency, sizes in the unit that the instrument conserves (base; inverse: USD face), times are the
 * exchange's own. Values are finite and checked: whoever emits an event has parsed it.
 */
export type MarketEvent =
  | TradeEvent
  | CandleEvent
  | MarkEvent
  | FundingEvent
  | OpenInterestEvent
  | LiquidationEvent
  | LiquidationSumEvent
  | RatioEvent
  | BracketsEvent
  | LeverageEvent
  | BookEvent;

export type MarketEventKind = MarketEvent["kind"];
export type EventOf<Kind extends MarketEventKind> = Extract<MarketEvent, { kind: Kind }>;

export interface TradeEvent {
  readonly kind: "trade";
  readonly instrument: InstrumentId;
  readonly time: Ms;
  readonly price: number;
  readonly size: number;
  readonly takerSide: TakerSide;
  /** The exchange's own id, increasing per instrument: gaps in it are lost trades. */
  readonly id?: number;
  /** Who traded, where the exchange's tape says it. */
  readonly accounts?: { readonly buyer: string; readonly seller: string };
}

/** A bar of traded (`last`) or mark price. Known only when `openTime + intervalMs` has passed, unless `closed` is false. */
export interface CandleEvent {
  readonly kind: "candle";
  readonly instrument: InstrumentId;
  readonly price: "last" | "mark";
  readonly openTime: Ms;
  readonly intervalMs: Ms;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Absent when the source does not know it (mark candles, spot stand-ins). Zero is a value. */
  readonly volume?: number;
  readonly takerBuyVolume?: number;
  /** False for the forming bar of a live feed. */
  readonly closed: boolean;
  /** See {@link Late}. */
  readonly heardAt?: Late;
}

export interface MarkEvent {
  readonly kind: "mark";
  readonly instrument: InstrumentId;
  readonly time: Ms;
  readonly mark: number;
  readonly index?: number;
  /** Predicted rate of the next settlement, as a fraction. */
  readonly fundingRate?: number;
  readonly nextFundingTime?: Ms;
  /** From that settlement to the one after it. */
  readonly fundingIntervalMs?: Ms;
}

/** A funding settlement that took place at `time`. */
export interface FundingEvent {
  readonly kind: "funding";
  readonly instrument: InstrumentId;
  readonly time: Ms;
  /** Fraction per interval; positive: longs pay. */
  readonly rate: number;
  /** See {@link Late}. */
  readonly heardAt?: Late;
}

/** One-sided open interest (one long and one short are one contract), known at `time`. */
export interface OpenInterestEvent {
  readonly kind: "open-interest";
  readonly instrument: InstrumentId;
  readonly time: Ms;
  readonly openInterest: number;
  /** See {@link Late}. */
  readonly heardAt?: Late;
}

/** One printed forced order. */
export interface LiquidationEvent {
  readonly kind: "liquidation";
  readonly instrument: InstrumentId;
  readonly time: Ms;
  readonly positionSide: PositionSide;
  /** Fill price; where only the bankruptcy price is printed that one, and then `orderPrice` is the same. */
  readonly price: number;
  readonly size: number;
  /** Bankruptcy price of the position, where the exchange prints it. */
  readonly orderPrice?: number;
  /** How many orders that are equal in all of the above came before it: they are different orders. Absent: none. */
  readonly ordinal?: number;
  /** Whether its feed shows every forced order. Absent: not known. */
  readonly sampling?: FeedSampling;
  /** See {@link Late}. */
  readonly heardAt?: Late;
}

/** Liquidations already summed by their source over an interval; known when it ends. */
export interface LiquidationSumEvent {
  readonly kind: "liquidation-sum";
  readonly instrument: InstrumentId;
  readonly openTime: Ms;
  readonly intervalMs: Ms;
  readonly longUsd: number;
  readonly shortUsd: number;
}

/** Long/short account ratio. */
export interface RatioEvent {
  readonly kind: "ratio";
  readonly instrument: InstrumentId;
  readonly time: Ms;
  readonly ratio: number;
}

/** One margin bracket as published: notional in (floor, cap], in USD; `maintenanceAmount` keeps maintenance continuous from bracket to bracket. */
export interface PublishedBracket {
  readonly floor: number;
  readonly cap: number;
  readonly maxLeverage: number;
  /** A fraction. */
  readonly maintenanceRate: number;
  readonly maintenanceAmount: number;
}

/** Margin brackets that the exchange was seen to apply at `time`, lowest first. */
export interface BracketsEvent {
  readonly kind: "brackets";
  readonly instrument: InstrumentId;
  readonly time: Ms;
  /** When the exchange says that it last changed them. */
  readonly changedAt: Ms;
  readonly brackets: readonly PublishedBracket[];
}

/** How the positions that an exchange publishes spread over effective leverage, as far as they were seen by `time`: what an estimate takes its prior from. */
export interface LeverageEvent {
  readonly kind: "leverage";
  readonly instrument: InstrumentId;
  readonly time: Ms;
  readonly longShares: LeverageShares;
  readonly shortShares: LeverageShares;
}

/** Shares of the notional that was seen of one side; those of the rungs and of never sum to 1. */
export interface LeverageShares {
  /** Effective leverage (notional / equity behind it) of the ladder's rungs, ascending, and the share of each. */
  readonly rungs: readonly (readonly [leverage: number, share: number])[];
  /** What price alone cannot liquidate. */
  readonly never: number;
  /** What was seen, as a share of open interest, at most 1. */
  readonly seen: number;
}

/** State of the order book after a snapshot or update: the levels that changed, size 0 removes a level. */
export interface BookEvent {
  readonly kind: "book";
  readonly instrument: InstrumentId;
  readonly time: Ms;
  /** A snapshot replaces the book, an update changes it. */
  readonly snapshot: boolean;
  readonly bids: readonly (readonly [price: number, size: number])[];
  readonly asks: readonly (readonly [price: number, size: number])[];
}

/**
 * When an event came that was not there when the step that it belongs to ended. Prints and settlements count in the step after that; a bar or a sample
 * is only kept, see {@link isForTheRecord}. Absent: it came in time.
 */
export type Late = Ms;

/** True for a bar or a sample that came late: its step went without, the next has newer ones, and so no step ever uses it, live or in a replay. */
export const isForTheRecord = (event: MarketEvent): boolean => (event.kind === "candle" || event.kind === "open-interest") && event.heardAt !== undefined;

/** When an event may be used: bars and sums at their end, what came late when it was heard, everything else at its own time. */
export function knownAt(event: MarketEvent): Ms {
  if ("heardAt" in event && event.heardAt !== undefined) return event.heardAt;
  return ("openTime" in event ? event.openTime + event.intervalMs : event.time) as Ms;
}
