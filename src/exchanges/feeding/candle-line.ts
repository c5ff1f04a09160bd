import type { CandleEvent, TradeEvent } from "#core/events.ts";
import { asMs } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { createBarEnd } from "./bar-end.ts";
import { createBarQueue } from "./bar-queue.ts";
import { fetchBars } from "./fetch-bars.ts";
import type { CandleSource } from "./feed-plan.ts";
import { createStampOrder } from "./stamp-order.ts";
import { createVolumeCheck } from "./volume-check.ts";

/** The minute bars of one instrument: every closed bar exactly once and in order, forming bars between them. */
export interface CandleLine {
  /** `sentAt`: orders the states of a bar; undefined: the order of arrival does. */
  accept(candle: CandleEvent, sentAt: number | undefined): void;
  /** Trades of the instrument, however they came: a bar is the sum of its own. */
  traded(trades: readonly TradeEvent[]): void;
  /** Anything of the instrument came. */
  heard(): void;
  /** The line broke: the last state of the forming bar may not be its end. */
  broke(): void;
  /** A frame of the line could not be read; it may have told a state. */
  doubted(): void;
}

export interface CandleLineOptions {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Undefined: what is missing stays missing. */
  readonly source: CandleSource | undefined;
  /** The instrument's trades are followed. */
  readonly countsTrades: boolean;
  readonly emit: (candles: readonly CandleEvent[]) => void;
}

/** The last that was told of a bar. */
interface State {
  candle: CandleEvent;
  sentAt: number | undefined;
}

/** States and trades that the next bar has overtaken are in by then. */
const SETTLE_MS = 2_000;
const LOOK_EVERY_MS = 100;
/** After so many fetched bars in a row that were just what the line had told its word is taken, though trades add up to something else. */
const CONFIRMED_IN_A_ROW = 5;
/** One bar in so many is fetched all the same. */
const SPOT_CHECK_EVERY = 15;

/** A bar whose end was not seen (the line was down) is fetched before later bars go out. Before the first bar lies the backfill's ground. */
export function createCandleLine({ monitor, clock, signal, source, countsTrades, emit }: CandleLineOptions): CandleLine {
  let lastSentAt = 0;
  let lastClosed: number | undefined;
  let forming: State | undefined;
  /** The bar before, as long as it is waited for. */
  let ending: State | undefined;
  /** Bars in a row that were fetched and were as told; bars since the last that was fetched. */
  let confirmed = 0;
  let unchecked = 0;
  const queue = createBarQueue({ signal, emit });
  const end = createBarEnd(clock);
  const volumes = createVolumeCheck();
  const stamps = createStampOrder(clock);
  const fetching = { monitor, clock, signal, source };

  return {
    accept(candle, sentAt) {
      volumes.saw(candle);
      if (ending !== undefined && candle.openTime === ending.candle.openTime) return amend(ending, { candle, sentAt });
      if (sentAt !== undefined && !stamps.beginsAnew(sentAt) && sentAt <= lastSentAt) return;
      lastSentAt = sentAt ?? 0;
      const before = forming;
      if (source?.closedBy === "next" && before !== undefined && candle.openTime > before.candle.openTime) close(before);
      take(candle, before?.candle);
      if (candle.openTime < (before?.candle.openTime ?? 0)) return;
      forming = { candle, sentAt };
      end.told();
    },
    traded: (trades) => volumes.add(trades),
    heard: () => end.heard(),
    broke: () => end.doubted(),
    doubted: () => end.doubted(),
  };

  /**
   * The last state of a bar is its end when the line was up, nothing fell silent, and it holds just the trades that came. Otherwise it is fetched: at
   * once, or, where the next may only have overtaken it, when it has been waited for.
   */
  function close(state: State): void {
    if (!end.isUnbroken()) return;
    const closed = { ...state.candle, closed: true };
    if (!countsTrades || volumes.isEven(closed)) {
      confirmed = 0;
      return take(closed, undefined);
    }
    if (!isDue(closed, undefined)) return;
    lastClosed = closed.openTime;
    put(() => settled(state));
  }

  /** `seen`: the last that was told before it. */
  function take(candle: CandleEvent, seen: CandleEvent | undefined): void {
    const { openTime, intervalMs, closed } = candle;
    if (!isDue(candle, seen)) return;
    lastClosed = closed ? openTime : openTime - intervalMs;
    if (!queue.waits) emit([candle]);
    else if (closed) put(() => Promise.resolve([candle]));
  }

  /** False for a bar that has gone out. What lies before one that has not is fetched first. */
  function isDue({ openTime, intervalMs }: CandleEvent, seen: CandleEvent | undefined): boolean {
    const due = lastClosed === undefined ? openTime : lastClosed + intervalMs;
    if (openTime > due) {
      const missed = { from: asMs(due), to: asMs(openTime - intervalMs), seen };
      monitor.gap(`candles from ${isoTime(missed.from)} to ${isoTime(missed.to)} missing, fetching them`);
      put(() => fetchBars(missed, fetching));
    }
    return openTime >= due;
  }

  function put(bars: () => Promise<readonly CandleEvent[]>): void {
    if (!queue.put(bars)) monitor.shed();
  }

  async function settled(state: State): Promise<readonly CandleEvent[]> {
    ending = state;
    for (let waitedMs = 0; waitedMs < SETTLE_MS && !signal.aborted && !volumes.isEven(state.candle); waitedMs += LOOK_EVERY_MS)
      await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
    ending = undefined;
    const { candle } = state;
    const closed = { ...candle, closed: true };
    if (volumes.isEven(candle)) {
      confirmed = 0;
      return [closed];
    }
    if (confirmed >= CONFIRMED_IN_A_ROW && ++unchecked < SPOT_CHECK_EVERY) return [closed];
    unchecked = 0;
    const fetched = await fetchBars({ from: candle.openTime, to: candle.openTime, seen: candle }, fetching);
    confirmed = fetched.length === 1 && isSame(fetched[0], closed) ? confirmed + 1 : 0;
    if (confirmed === CONFIRMED_IN_A_ROW) monitor.failed("volumes of bars are not the sums of trades: bars are taken as told, some of them fetched");
    if (fetched.length === 0) monitor.gap(`the end of the bar of ${isoTime(candle.openTime)} was not seen and could not be fetched`);
    return fetched;
  }

  function amend(state: State, { candle, sentAt }: State): void {
    if (sentAt !== undefined && sentAt <= (state.sentAt ?? 0)) return;
    state.candle = candle;
    state.sentAt = sentAt;
  }
}

const isSame = (a: CandleEvent, b: CandleEvent): boolean =>
  a.openTime === b.openTime && a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume;

const isoTime = (time: number): string => new Date(time).toISOString();
