import type { TradeEvent } from "#core/events.ts";
import { MINUTE_MS } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { TradesById } from "./feed-plan.ts";
import type { TradesDatum } from "./frame.ts";

/** The trades of one instrument whose ids count up: repeats dropped, missing ids noticed, awaited, counted and fetched. Each goes out once. */
export interface TradeLine {
  accept(datum: TradesDatum): void;
  /** The line carries again, or for the first time. */
  returned(): void;
}

export interface TradesByIdOptions {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Undefined: what is missing stays missing. */
  readonly source: TradesById | undefined;
  readonly emit: (trades: readonly TradeEvent[]) => void;
}

/** What Binance's budget for trades gives in the quarter of an hour after which it is given up. Of a longer hole the newest are fetched. */
const MOST_REPAIRED = 150_000;
/** Messages that overtook one another are in by then. */
const SETTLE_MS = 1_000;
/** An exchange that refuses, or has nothing now, is asked again, ever less often. */
const LONGEST_PAUSE_MS = 30_000;
const GIVE_UP_MS = 15 * MINUTE_MS;
/** When to ask what came while the line was down, as long as no trade tells. */
const LOOK_AFTER_MS = [5_000, 30_000];

/** Ids that were found missing at once. */
interface Hole {
  readonly since: number;
  counted: boolean;
}

export function createTradesById({ monitor, clock, signal, source, emit }: TradesByIdOptions): TradeLine {
  /** By id, lowest first. */
  const missing = new Map<number, Hole>();
  /** Of them, and of those that have come since, how many were counted. */
  let noted = 0;
  let repairing = false;
  let last: { readonly id: number; readonly time: number } | undefined;

  return {
    accept: tell,
    returned() {
      if (last !== undefined && source !== undefined) void lookAfter(last).catch(() => undefined);
    },
  };

  function tell({ events, spans }: Pick<TradesDatum, "events" | "spans">): void {
    const fresh = events.filter((trade, i) => isFresh(trade, spans?.[i] ?? 1));
    if (fresh.length > 0) emit(fresh);
  }

  /** In a quiet market the next trade, which shows a hole, may be hours away. Ends early only by the abort of the feed, which rejects the sleep. */
  async function lookAfter(before: NonNullable<typeof last>): Promise<void> {
    for (const afterMs of LOOK_AFTER_MS) {
      await clock.sleep(afterMs, signal);
      if (last !== before) return;
      try {
        const missed = (await source?.fetchSpan(before.id + 1, before.id + MOST_REPAIRED)) ?? [];
        if (signal.aborted) return;
        return tell({ events: missed.filter(({ id = 0 }) => id > before.id).toSorted((a, b) => (a.id ?? 0) - (b.id ?? 0)) });
      } catch (error) {
        if (!signal.aborted) monitor.failed(`trades that came while the line was down could not be fetched yet: ${messageOf(error)}`);
      }
    }
  }

  function isFresh({ id, time }: TradeEvent, span: number): boolean {
    if (id === undefined) return true;
    if (last !== undefined && id <= last.id) {
      if (found(id, span)) return true;
      if (time <= last.time) return false;
      // Later in time with a smaller id: the exchange has begun to count anew.
      monitor.gap(`trade ids begin anew at ${id}`);
      missing.clear();
    } else if (last !== undefined && id - span > last.id) {
      noteGap(last.id + 1, id - span);
    }
    last = { id, time };
    return true;
  }

  /** Was one of the missing, and is none any more. */
  function found(id: number, span: number): boolean {
    let was = false;
    for (let each = id - span + 1; each <= id; each++) was = missing.delete(each) || was;
    return was;
  }

  function noteGap(firstId: number, lastId: number): void {
    const count = lastId - firstId + 1;
    const wanted = Math.min(count, MOST_REPAIRED - missing.size);
    if (wanted < count) monitor.gap(`${count - wanted} trades missing, more than can be fetched`);
    const hole: Hole = { since: clock.now(), counted: false };
    for (let id = lastId - wanted + 1; id <= lastId; id++) missing.set(id, hole);
    if (!repairing) void repair();
  }

  /** One at a time for all that is missing, so that many small holes cost few requests. */
  async function repair(): Promise<void> {
    repairing = true;
    let lost = 0;
    let pauseMs = SETTLE_MS;
    try {
      while (missing.size > 0) {
        await clock.sleep(pauseMs, signal);
        pauseMs = (await fetchSettled()) ? SETTLE_MS : Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
        lost += giveUpOld();
      }
      if (lost === 0 && noted > 0) monitor.failed(`${noted} trades were missing and have come or been fetched`);
      noted = 0;
    } catch {
      // Only the abort of the feed ends a sleep early.
    } finally {
      repairing = false;
    }
  }

  /** Fetches what had time to come by itself; false when some of it did not come now. */
  async function fetchSettled(): Promise<boolean> {
    const settled = [...missing].filter(([, { since }]) => since + SETTLE_MS <= clock.now()).map(([id]) => id);
    countGap(settled);
    for (let due = settled; due.length > 0 && !signal.aborted; due = due.filter((id) => missing.has(id))) {
      if (due.some(isOld)) return true;
      const problem = await fetchPage(due[0], due[due.length - 1], due);
      if (problem === undefined) continue;
      if (!signal.aborted) monitor.failed(`${due.length} missing trades could not be fetched yet: ${problem}`);
      return false;
    }
    return true;
  }

  /** What was only overtaken has come by now, and is no gap. */
  function countGap(ids: readonly number[]): void {
    const fresh = ids.flatMap((id) => missing.get(id) ?? []).filter(({ counted }) => !counted);
    if (fresh.length === 0) return;
    for (const each of fresh) each.counted = true;
    noted += fresh.length;
    monitor.gap(`${fresh.length} trades missing`);
  }

  /** How many of the missing have been asked for long enough. */
  function giveUpOld(): number {
    const old = [...missing.keys()].filter(isOld);
    for (const id of old) missing.delete(id);
    if (old.length > 0) monitor.failed(`${old.length} missing trades could not be fetched within ${GIVE_UP_MS / MINUTE_MS} min`);
    return old.length;
  }

  function isOld(id: number): boolean {
    return (missing.get(id)?.since ?? Infinity) + GIVE_UP_MS <= clock.now();
  }

  /** Undefined when some of `due` came; else what hinders. */
  async function fetchPage(firstId: number, lastId: number, due: readonly number[]): Promise<string | undefined> {
    try {
      const page = ((await source?.fetchSpan(firstId, lastId)) ?? []).filter(({ id }) => id !== undefined && missing.delete(id));
      if (page.length > 0 && !signal.aborted) emit(page);
      return due.every((id) => missing.has(id)) ? "the exchange does not give them" : undefined;
    } catch (error) {
      return messageOf(error);
    }
  }
}
