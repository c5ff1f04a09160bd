import { isForTheRecord, knownAt, type CandleEvent, type LiquidationEvent, type MarketEvent } from "#core/events.ts";
import { notionalUsd, type Instrument } from "#core/instrument.ts";
import { printKey } from "#core/print-key.ts";
import { DAY_MS, type Ms } from "#core/units.ts";
import { sideIndex } from "#core/position-side.ts";
import type { PricePath, Print, StepInput } from "#engine/step.ts";
import type { StoredEvent } from "#storage/store.ts";
import { createMarkBars } from "./mark-bars.ts";
import { isStored } from "#pipeline/recorder.ts";

/** Live events of one market that no step has used yet. Bounded: what does not fit is dropped and counted. */
export interface Inbox {
  /** Of events of one key the first counts, as in the store. What no step uses is left out. */
  accept(event: MarketEvent): void;
  /** Takes over what the store holds, in place of what came over the feed. */
  adopt(stored: StoredEvent): void;
  /** A step has used this print of the store: whoever tells it again tells nothing new. */
  spent(stored: LiquidationEvent): void;
  /** Whether the print was taken in, or a step has used it. */
  knows(print: LiquidationEvent): boolean;
  /** The oldest closed bar of traded price that opens at `from` or later. */
  firstClosed(from: number): CandleEvent | undefined;
  /** The mark bar that opened at `openTime` is complete or was fetched. Takes the live one over as an event, and returns it for the record. */
  closeMark(openTime: number): CandleEvent | "known" | undefined;
  /** Removes and returns what was known at `until`, in the order in which it became known; the traded bar comes last. */
  take(until: number): StoredEvent[];
  /** Forgets what was known at `time`: a replay has used it. */
  forget(time: number): void;
  /** The step that began at `start` as far as it is known `elapsedMs` later; undefined before its first price. */
  forming(start: Ms, elapsedMs: number): FormingStep | undefined;
  readonly shed: number;
}

export interface FormingStep {
  /** The bar of traded price so far. */
  readonly bar: CandleEvent;
  readonly input: StepInput;
}

const MAX_WAITING = 20_000;
/** How far back an exchange may repeat: some send what they have at hand after every connection, some tell of prints late. */
export const PRINTS_REMEMBERED_MS = DAY_MS;
/** Some 10 MB, and more than an exchange repeats. */
const MOST_PRINTS_REMEMBERED = 50_000;

export function createInbox(instrument: Instrument, stepMs: Ms): Inbox {
  const markBars = createMarkBars(stepMs);
  const waiting = new Map<string, StoredEvent>();
  const latestBars = new Map<number, CandleEvent>();
  /** Own times of liquidations by key, also of those that a step has used: the store knows one order of a kind, so a step must not see it twice. */
  const printed = new Map<string, number>();
  let shed = 0;

  function keep(event: StoredEvent) {
    const key = keyOf(event);
    if (waiting.has(key) || printed.has(key)) return;
    if (waiting.size >= MAX_WAITING) {
      shed++;
      return;
    }
    waiting.set(key, event);
    if (event.kind === "liquidation") remember(key, event.time);
  }

  function remember(key: string, time: number) {
    printed.set(key, time);
    const oldest = printed.keys().next().value;
    if (printed.size > MOST_PRINTS_REMEMBERED && oldest !== undefined) printed.delete(oldest);
  }

  function forget(time: number) {
    for (const [key, event] of waiting) if (knownAt(event) <= time) waiting.delete(key);
    for (const [key, printedAt] of printed) if (printedAt < time - PRINTS_REMEMBERED_MS) printed.delete(key);
    for (const openTime of latestBars.keys()) if (openTime + stepMs <= time) latestBars.delete(openTime);
    markBars.close(time - stepMs);
  }

  return {
    accept(event) {
      if (isForTheRecord(event)) return;
      if (event.kind === "mark") markBars.add(event);
      if (event.kind === "candle" && event.price === "last") latestBars.set(event.openTime, event);
      if (isStored(event)) keep(event);
    },
    adopt(stored) {
      if (isForTheRecord(stored)) return;
      const key = keyOf(stored);
      waiting.set(key, stored);
      if (stored.kind === "liquidation") remember(key, stored.time);
    },
    spent(stored) {
      const key = keyOf(stored);
      waiting.delete(key);
      remember(key, stored.time);
    },
    knows: (print) => printed.has(keyOf(print)),
    firstClosed(from) {
      let first: CandleEvent | undefined;
      for (const event of waiting.values())
        if (event.kind === "candle" && event.price === "last" && event.openTime >= from && event.openTime < (first?.openTime ?? Infinity)) first = event;
      return first;
    },
    closeMark(openTime) {
      if (waiting.has(`candle mark ${openTime}`)) return "known";
      const bar = markBars.close(openTime);
      if (bar) keep(bar);
      return bar;
    },
    take(until) {
      const taken = [...waiting.values()].filter((event) => knownAt(event) <= until).sort(byKnownTime);
      forget(until);
      return taken;
    },
    forget,
    forming(start, elapsedMs) {
      const bar = latestBars.get(start);
      if (bar === undefined) return undefined;
      const events = [...waiting.values()];
      return { bar, input: partialStepOf({ instrument, bar, mark: markBars.forming(start), events, elapsedMs: Math.min(stepMs, elapsedMs) as Ms }) };
    },
    get shed() {
      return shed;
    },
  };
}

/** Facts that can arrive twice (fed and fetched) share a key: that of the store. */
function keyOf(event: StoredEvent): string {
  if (event.kind === "candle") return `candle ${event.price} ${event.openTime}`;
  if (event.kind === "liquidation") return `liquidation ${printKey(event)}`;
  return `${event.kind} ${event.kind === "liquidation-sum" ? event.openTime : event.time}`;
}

const rank = (event: StoredEvent): number => (event.kind !== "candle" ? 0 : event.price === "mark" ? 1 : 2);
const byKnownTime = (a: StoredEvent, b: StoredEvent): number => knownAt(a) - knownAt(b) || rank(a) - rank(b);

interface PartialStep {
  readonly instrument: Instrument;
  readonly bar: CandleEvent;
  readonly mark: CandleEvent | undefined;
  readonly events: readonly StoredEvent[];
  readonly elapsedMs: Ms;
}

function partialStepOf({ instrument, bar, mark, events, elapsedMs }: PartialStep): StepInput {
  const printed = { longUsd: 0, shortUsd: 0 };
  const prints: Print[] = [];
  const funding: { time: Ms; rate: number }[] = [];
  let openInterest: StepInput["openInterest"];
  for (const event of events) {
    if (event.kind === "open-interest" && event.time > (openInterest?.time ?? 0)) openInterest = event;
    else if (event.kind === "funding") funding.push(event);
    else if (event.kind === "liquidation") {
      const usd = notionalUsd(instrument.contract, event.size, event.price);
      printed[event.positionSide === "long" ? "longUsd" : "shortUsd"] += usd;
      prints.push({ side: sideIndex(event.positionSide), usd, price: event.price, size: event.size, orderPrice: event.orderPrice });
    }
  }
  return {
    start: bar.openTime,
    durationMs: elapsedMs,
    candle: { ...pathOf(bar), volume: bar.volume, takerBuyVolume: bar.takerBuyVolume },
    mark: mark && pathOf(mark),
    openInterest,
    funding,
    printed: { ...printed, overMs: elapsedMs },
    prints,
  };
}

const pathOf = ({ open, high, low, close }: CandleEvent): PricePath => ({ open, high, low, close });
