import type { MarketEvent } from "#core/events.ts";
import { instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import type { Exchange } from "#exchanges/exchange.ts";
import { type TimeRanges, rangesFrom, textOf, uncovered, withRange } from "#pipeline/history/time-ranges.ts";
import type { MarketOptions } from "#pipeline/market-options.ts";
import type { TimeRange } from "#storage/store.ts";

/** What steps can do without, and exchanges keep: bars of the mark price, samples of open interest. */
export type LateKind = "mark-candles" | "open-interest";

/** Fetches for the record what steps went without, as often and as long as it takes, also after a restart. The steps stay as they were made. */
export interface LateHistory {
  /** A step went without this. Nothing happens where the exchange keeps no such history. */
  want(kind: LateKind, range: TimeRange): void;
  /** The feed tells open interest of that time: a long silence before it is a hole that the exchange's own samples may fill. */
  sampled(time: number): void;
  /** The feed told no open interest in this stretch. */
  silent(range: TimeRange): void;
  /** What is still to come, oldest first. */
  wanted(kind: LateKind): TimeRanges;
  /** Asks for what is due. Never rejects, waits for nothing. */
  tick(): void;
  /** Resolves when nothing is asked for or written any more, after the signal. */
  end(): Promise<void>;
}

export interface LateHistoryOptions extends Pick<MarketOptions, "instrument" | "store" | "recorder" | "clock" | "onProblem"> {
  readonly exchange: Exchange;
  /** Takes a fact in that may be too late for its step. */
  readonly keep: (event: MarketEvent) => void;
  /** Some of what was wanted has come, and is stored. */
  readonly onFound: (kind: LateKind) => void;
  readonly signal: AbortSignal;
}

const INTERVALS: Readonly<Record<LateKind, Ms>> = { "mark-candles": MINUTE_MS, "open-interest": asMs(5 * MINUTE_MS) };
const KINDS = Object.keys(INTERVALS) as readonly LateKind[];
/** Between attempts, the last again and again: an exchange refuses for minutes, some for days. */
const PAUSES_MS = [30, 30, 60, 120, 300, 900, 3_600].map((seconds) => asMs(seconds * 1_000));
/** Open interest comes every few seconds. */
const LONG_SILENCE_MS = MINUTE_MS;
const NEWS_WITHIN_MS = 5 * MINUTE_MS;
/** An exchange that has answered so often without it never had it. */
const MOST_ANSWERS = 5;
/** Beyond that the oldest are given up. */
const MOST_RANGES = 200;

interface Wish {
  ranges: TimeRanges;
  /** Attempts, and answers among them, since something was wanted last. */
  attempts: number;
  answers: number;
  dueAt: number;
}

export async function openLateHistory({
  instrument,
  store,
  recorder,
  clock,
  exchange,
  keep,
  onFound,
  onProblem,
  signal,
}: LateHistoryOptions): Promise<LateHistory> {
  const id = instrumentId(instrument);
  const keyOf = (kind: LateKind) => `wanted:${id}:${kind}`;
  const open = async (kind: LateKind): Promise<Wish> => ({
    ranges: rangesFrom(await store.readMeta(keyOf(kind))),
    attempts: 0,
    answers: 0,
    dueAt: clock.now(),
  });
  const wishes: Readonly<Record<LateKind, Wish>> = { "mark-candles": await open("mark-candles"), "open-interest": await open("open-interest") };
  let asking: Promise<void> | undefined;
  let writing = Promise.resolve();
  let sampledAt: number | undefined;

  let told: string | undefined;

  /** Once, until something was answered. */
  function tell(error: unknown) {
    const words = error instanceof Error ? error.message : String(error);
    if (words !== told && !signal.aborted) onProblem(id, words);
    told = words;
  }

  /** What a crash leaves unwritten is asked for once more, or, of the last minute, never. */
  function write(kind: LateKind) {
    writing = writing.then(() => store.writeMeta(keyOf(kind), textOf(wishes[kind].ranges))).catch(tell);
  }

  async function ask(kind: LateKind, wish: Wish) {
    wish.dueAt = clock.now() + PAUSES_MS[Math.min(wish.attempts++, PAUSES_MS.length - 1)];
    const keptSince = clock.now() - (exchange.declaration.history[kind]?.depthMs ?? Infinity);
    const asked = wish.ranges;
    let found: TimeRanges = asked.filter(({ to }) => to <= keptSince);
    try {
      for (const range of asked.filter(({ to }) => to > keptSince)) for (const part of await fetchRange(kind, range)) found = withRange(found, part);
      wish.answers++;
      told = undefined;
    } catch (error) {
      tell(error);
    }
    await recorder.flush();
    if (found.length > 0) onFound(kind);
    const gone = wish.answers >= MOST_ANSWERS ? asked : found;
    wish.ranges = wish.ranges.flatMap((range) => uncovered(range, gone));
    write(kind);
  }

  /** Resolves to what came of it: of samples any is enough, since nobody says how many there were. */
  async function fetchRange(kind: LateKind, range: TimeRange): Promise<TimeRanges> {
    let found: TimeRanges = [];
    for await (const events of exchange.backfill({ instrument, kind, ...range, intervalMs: INTERVALS[kind] }, signal))
      for (const event of events) {
        keep(event);
        found = event.kind === "candle" ? withRange(found, { from: event.openTime, to: asMs(event.openTime + event.intervalMs) }) : [range];
      }
    return found;
  }

  function want(kind: LateKind, range: TimeRange) {
    if (exchange.declaration.history[kind] === undefined) return;
    const wish = wishes[kind];
    const isFirst = wish.ranges.length === 0;
    wish.dueAt = isFirst ? clock.now() + PAUSES_MS[0] : Math.min(wish.dueAt, clock.now() + NEWS_WITHIN_MS);
    if (isFirst) wish.attempts = 0;
    wish.answers = 0;
    wish.ranges = withRange(wish.ranges, range).slice(-MOST_RANGES);
    write(kind);
  }

  function silent({ from, to }: TimeRange) {
    const everyMs = INTERVALS["open-interest"];
    const isBetween = Math.floor(to / everyMs) > Math.floor((from - 1) / everyMs);
    if (isBetween && to - from >= LONG_SILENCE_MS) want("open-interest", { from, to });
  }

  return {
    want,
    silent,
    sampled(time) {
      const before = sampledAt ?? time;
      sampledAt = Math.max(before, time);
      silent({ from: asMs(before + 1), to: asMs(time) });
    },
    wanted: (kind) => wishes[kind].ranges,
    tick() {
      const due = KINDS.find((kind) => wishes[kind].ranges.length > 0 && clock.now() >= wishes[kind].dueAt);
      if (asking || due === undefined || signal.aborted) return;
      asking = ask(due, wishes[due]).finally(() => (asking = undefined));
    },
    async end() {
      await asking;
      await writing;
    },
  };
}
