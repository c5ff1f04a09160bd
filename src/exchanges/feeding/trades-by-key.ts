import type { CandleEvent, TradeEvent } from "#core/events.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import { createRepeatFilter } from "#exchanges/connection/repeat-filter.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { createBarAudit } from "./bar-audit.ts";
import type { KeyedTrade, TradesByKey } from "./feed-plan.ts";
import { createDoubts } from "./trade-doubts.ts";
import { createStampOrder } from "./stamp-order.ts";
import { tradesOfHole } from "./older-trades.ts";
import { auditTrades } from "./trade-audit.ts";
import { createTradePace } from "./trade-pace.ts";
import type { TradeLine } from "./trades-by-id.ts";

/** The trades of one instrument that only a key tells apart: each goes out once; after a break, a frame that cannot be read, and now and then, the newest are fetched. */
export interface KeyedTradeLine extends TradeLine {
  /** The line broke, or messages were let go. */
  broke(): void;
  /** It carries again. */
  returned(): void;
  /** A frame of the line could not be read; it may have told of trades. */
  doubted(): void;
  /** A bar of the same trades, or of some other price. */
  compare(bar: CandleEvent): void;
}

export interface TradesByKeyOptions {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly source: TradesByKey;
  readonly emit: (trades: readonly TradeEvent[]) => void;
}

/** More than any exchange repeats after a subscription or gives in a page. */
const REMEMBERED = 8_192;
/** After a break, of an exchange that refuses or has nothing. */
const RETRY_AFTER_MS = [3_000, 10_000, 30_000];
/** What REST tells may still be on its way over the line. */
const SETTLE_MS = 2_000;

export function createTradesByKey({ monitor, clock, signal, source, emit }: TradesByKeyOptions): KeyedTradeLine {
  const isRepeat = createRepeatFilter(REMEMBERED);
  let heard = 0;
  let firstTime = Infinity;
  let lastTime = 0;
  const stamps = createStampOrder(clock);
  let missingSince: number | undefined;
  /** A silence that is strange at this pace is believed only when a look has shown its inside. */
  const pace = createTradePace();
  /** Of the first such silence that no look has shown yet: the time of the last trade before it. */
  let silentSince: number | undefined;
  const { recentTrades } = source;
  if (recentTrades !== undefined) void auditTrades({ clock, signal, recentTrades, heard: () => heard, look: () => audit(undefined) });
  const doubts = createDoubts({ clock, signal, isCheap: recentTrades !== undefined, look: audit, giveUp: noteLoss });
  const bars = source.barsCountThem === true ? createBarAudit({ monitor, clock, signal, look: () => audit(undefined), onUncounted: noteLoss }) : undefined;

  return {
    accept({ events, keys = [] }) {
      if (pace.heard(clock.now())) silentSince ??= lastTime;
      const newest = Math.max(...events.map(({ time }) => time));
      if (events.length > 0 && stamps.beginsAnew(newest)) lastTime = newest;
      tell(events.filter((trade, i) => !isRepeat(keys[i] ?? keyOf(trade))));
    },
    broke() {
      if (lastTime > 0) missingSince ??= lastTime;
      pace.broke();
    },
    returned() {
      if (missingSince === undefined) return;
      void repair(missingSince);
      missingSince = undefined;
    },
    doubted() {
      if (lastTime === 0) return;
      if (bars !== undefined) bars.doubted(lastTime);
      else doubts.add(lastTime);
    },
    compare: (bar) => bars?.compare(bar),
  };

  function tell(trades: readonly TradeEvent[]): void {
    if (trades.length === 0) return;
    heard += trades.length;
    for (const { time } of trades) {
      firstTime = Math.min(firstTime, time);
      lastTime = Math.max(lastTime, time);
    }
    bars?.add(trades);
    emit(trades);
  }

  async function repair(since: number): Promise<void> {
    const recent = await fetchedPatiently().catch(() => undefined);
    const older = signal.aborted || reaches(recent, since) ? undefined : await fetchedOlder(since);
    if (signal.aborted) return;
    if (older !== undefined) tellOlder(older);
    tell(newOf(recent ?? [], since));
    if (older !== undefined || reaches(recent, since)) monitor.failed("trades that came while the line was down have been fetched");
    else noteLoss(since);
  }

  /**
   * What happened before the first that was heard is the past's. `since`: when trades may have been missed; it is a gap when those at hand do not
   * reach back so far. Undefined: nothing points to that.
   */
  async function audit(since: number | undefined): Promise<void> {
    const recent = await fetched();
    if (signal.aborted) return;
    if (since !== undefined && !reaches(recent, since)) noteLoss(since);
    await clock.sleep(SETTLE_MS, signal).catch(() => undefined);
    if (recent === undefined || signal.aborted) return;
    const oldest = recent.length > 0 ? Math.min(...recent.map(({ event }) => event.time)) : Infinity;
    const missed = newOf(recent, firstTime);
    if (silentSince !== undefined && recent.length > 0 && bars === undefined) void showSilence(silentSince, oldest);
    if (missed.length > 0) monitor.gap(`${missed.length} trades were missed and have been fetched`);
    const newest = Math.max(...recent.map(({ event }) => event.time));
    if (missed.some(({ time }) => time === newest)) monitor.unheard();
    tell(missed);
    // Where even the oldest of them was not heard, those before it may not have been either.
    if (bars === undefined && since === undefined && missed.some(({ time }) => time === oldest) && oldest > firstTime) noteLoss(oldest);
  }

  /** `seenFrom`: where what the look showed begins. What lies before that is asked for, where older trades can be had. */
  async function showSilence(since: number, seenFrom: number): Promise<void> {
    silentSince = undefined;
    if (since >= seenFrom) return;
    const older = await fetchedOlder(since);
    if (signal.aborted) return;
    if (older === undefined) return noteLoss(since);
    const missed = tellOlder(older);
    if (missed > 0) monitor.gap(`${missed} trades of a silence were missed and have been fetched`);
  }

  function noteLoss(since: number): void {
    monitor.gap(`trades since ${new Date(since).toISOString()} are lost in part`);
  }

  function newOf(recent: readonly KeyedTrade[], since: number): readonly TradeEvent[] {
    return recent.filter(({ event, key }) => event.time >= since && !isRepeat(key)).map(({ event }) => event);
  }

  /** Old ones are told by nobody else; those that may be are remembered, and no more, so that what was heard meanwhile is not forgotten. How many were told. */
  function tellOlder(older: readonly KeyedTrade[]): number {
    const remembered = older.slice(-REMEMBERED / 4);
    const fresh = older.slice(0, older.length - remembered.length).filter(({ key }) => !isRepeat.knows(key));
    const told = [...fresh, ...remembered.filter(({ key }) => !isRepeat(key))];
    tell(told.map(({ event }) => event));
    return told.length;
  }

  async function fetchedOlder(since: number): Promise<readonly KeyedTrade[] | undefined> {
    if (source.fetchOlder === undefined) return undefined;
    try {
      return await tradesOfHole(source.fetchOlder(), { since, isHeard: isRepeat.knows });
    } catch (error) {
      if (!signal.aborted) monitor.failed(`older trades could not be fetched: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** Trades were heard before, so an exchange that has none of them now has them later. */
  async function fetchedPatiently(): Promise<readonly KeyedTrade[] | undefined> {
    for (const pauseMs of RETRY_AFTER_MS) {
      const recent = await fetched();
      if (recent !== undefined && recent.length > 0) return recent;
      await clock.sleep(pauseMs, signal);
    }
    return fetched();
  }

  async function fetched(): Promise<readonly KeyedTrade[] | undefined> {
    try {
      return (await source.fetchRecent?.()) ?? [];
    } catch (error) {
      if (!signal.aborted) monitor.failed(`recent trades could not be fetched: ${messageOf(error)}`);
      return undefined;
    }
  }
}

const reaches = (recent: readonly KeyedTrade[] | undefined, since: number): boolean => recent?.some(({ event }) => event.time <= since) ?? false;
const keyOf = ({ time, price, size, takerSide }: TradeEvent): string => `${time} ${takerSide} ${price} ${size}`;
