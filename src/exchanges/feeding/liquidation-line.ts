import type { LiquidationEvent } from "#core/events.ts";
import { printKey } from "#core/print-key.ts";
import { asMs } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import { createRepeatFilter } from "#exchanges/connection/repeat-filter.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { numberEqual } from "./equal-orders.ts";
import type { DeskSources } from "./feed-plan.ts";
import { createStampOrder } from "./stamp-order.ts";

/** The forced orders of one instrument, each once; equal ones within one message are different orders. */
export interface LiquidationLine {
  accept(orders: readonly LiquidationEvent[]): void;
  broke(): void;
  returned(): void;
  /** Something of the line went missing, and forced orders perhaps with it: they have no ids that would tell. Default: a frame that could not be read. */
  doubted(because?: string): void;
}

export interface LiquidationLineOptions {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly source: DeskSources["liquidations"];
  readonly emit: (orders: readonly LiquidationEvent[]) => void;
}

/** When to ask after a break: exchanges that keep liquidations publish them late. */
const ASK_AFTER_MS = [5_000, 120_000];
/** Of an exchange that refuses. */
const RETRY_MS = 30_000;
const MOST_TRIES = 20;
/** Frames that were let go make no such stretch. */
const LEAST_TOLD_MS = 100;
/** Doubts within so long are one hole. */
const DOUBT_MS = 5_000;

export function createLiquidationLine({ monitor, clock, signal, source, emit }: LiquidationLineOptions): LiquidationLine {
  const isRepeat = createRepeatFilter();
  let downSince: number | undefined;
  let brokeAt: number | undefined;
  let lastTime: number | undefined;
  const stamps = createStampOrder(clock);
  let doubtedUntil = 0;

  return {
    accept(orders) {
      const newest = Math.max(...orders.map(({ time }) => time));
      if (orders.length > 0 && stamps.beginsAnew(newest)) lastTime = newest;
      tell(orders);
    },
    broke() {
      brokeAt ??= clock.now();
      downSince ??= lastTime ?? clock.now();
    },
    returned() {
      if (downSince === undefined) return;
      sayLost();
      if (source !== undefined) void repair(downSince).catch(() => undefined);
      downSince = undefined;
      // What is found missing now went missing in the break, which is counted already.
      doubtedUntil = clock.now() + DOUBT_MS;
    },
    doubted(because = "frames could not be read") {
      if (clock.now() < doubtedUntil) return;
      doubtedUntil = clock.now() + DOUBT_MS;
      monitor.gap(`${because}: liquidations of that moment ${source === undefined ? "may be lost" : "will be fetched"}`);
      if (source !== undefined) void repair(lastTime ?? clock.now()).catch(() => undefined);
    },
  };

  /** What kept the line from coming back has taken the place of these words meanwhile. */
  function sayLost(): void {
    const [from, to] = [brokeAt ?? clock.now(), clock.now()];
    brokeAt = undefined;
    if (to - from < LEAST_TOLD_MS) return;
    const span = `from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
    monitor.failed(`liquidations ${span}, while the line was down, ${source === undefined ? "are lost" : "will be fetched"}`);
  }

  function tell(orders: readonly LiquidationEvent[]): void {
    for (const { time } of orders) lastTime = Math.max(lastTime ?? 0, time);
    const fresh = numberEqual(orders).filter((order) => !isRepeat(printKey(order)));
    if (fresh.length > 0) emit(fresh);
  }

  /** Ends early only by the abort of the feed, which rejects the sleep. */
  async function repair(since: number): Promise<void> {
    for (const afterMs of ASK_AFTER_MS) {
      await clock.sleep(afterMs, signal);
      for (let tries = 1; tries <= MOST_TRIES && !(await ask(since)); tries++) await clock.sleep(RETRY_MS, signal);
    }
  }

  /** False when the exchange refuses. */
  async function ask(since: number): Promise<boolean> {
    try {
      tell((await source?.fetchSince(asMs(since))) ?? []);
      monitor.failed("liquidations that came while the line was down have been fetched");
      return true;
    } catch (error) {
      if (!signal.aborted) monitor.failed(`liquidations that came while the line was down could not be fetched yet: ${messageOf(error)}`);
      return signal.aborted;
    }
  }
}
