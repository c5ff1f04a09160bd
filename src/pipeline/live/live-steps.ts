import type { CandleEvent } from "#core/events.ts";
import { asMs } from "#core/units.ts";
import type { MarkSource } from "#engine/estimator.ts";
import type { StoredEvent, TimeRange } from "#storage/store.ts";
import type { Clock } from "#pipeline/clock.ts";
import type { EstimateRun } from "#pipeline/columns/estimate-run.ts";
import type { FormingStep, Inbox } from "./inbox.ts";

/** Steps of a live market: closes each when its bar is there, and fetches what the feed missed before going on. */
export interface LiveSteps {
  /** Closes every step that is due. Resolves to the bars that were closed, oldest first. */
  closeDue(): Promise<readonly CandleEvent[]>;
  /** The forming step as far as it is known, undefined before its first price. */
  forming(): FormingStep | undefined;
  /** Minutes that neither feed nor REST could give. */
  readonly missingMs: number;
}

export interface LiveStepsOptions {
  readonly run: EstimateRun;
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly record: (events: readonly StoredEvent[]) => void;
  /** Fetches history into the inbox and the record. Rejects with `unavailable` when the exchange does not answer. */
  readonly repair: (range: TimeRange) => Promise<void>;
  /** The same of the mark price alone; undefined: the exchange keeps no bars of it. */
  readonly repairMarks: ((range: TimeRange) => Promise<void>) | undefined;
  readonly signal: AbortSignal;
  /** When the market traded last, epoch ms: no step ends after it, whatever is under way or the exchange still tells. Infinity while it trades. */
  readonly endsAt: () => number;
  /** Told of a stretch that the feed missed, when what could be fetched of it is there. */
  readonly onHole: (range: TimeRange) => void;
  /** Told of every step that ends: the price that swept it is the mark, or the traded price stands in. */
  readonly onSwept: (range: TimeRange, price: MarkSource) => void;
}

/** Wait after a bar's end, so that open interest and prints of its last second are in. */
const SETTLE_MS = 1_500;
/** A bar that is later than this is fetched. */
const OVERDUE_MS = 15_000;
/** A mark bar that the feed missed is asked for so often until then. */
const MARK_RETRY_MS = 3_000;
/** An exchange that wants a pause answers when it is over: meanwhile the map does not stand still. */
const MARK_ANSWER_MS = 1_000;
const MAX_ATTEMPTS = 6;
const RETRY_MS = 5_000;

export function createLiveSteps({ run, inbox, clock, record, repair, repairMarks, signal, endsAt, onHole, onSwept }: LiveStepsOptions): LiveSteps {
  let attempts = 0;
  let retryAt = 0;
  let missingMs = 0;
  let askMarkAt = 0;
  let asking: Promise<void> | undefined;

  async function tryRepair(range: TimeRange) {
    if (clock.now() < retryAt) return;
    retryAt = clock.now() + RETRY_MS * 2 ** attempts++;
    await repair(range);
  }

  /** Undefined: it is asked for again in a moment. When the exchange does not give it, the traded price stands in for the mark. */
  async function closeMark({ openTime }: CandleEvent): Promise<MarkSource | undefined> {
    const mark = inbox.closeMark(openTime);
    if (mark !== undefined && mark !== "known") record([mark]);
    if (mark !== undefined) return "mark";
    if (repairMarks === undefined) return "last";
    const end = openTime + run.stepMs;
    if (asking === undefined && clock.now() >= askMarkAt) {
      askMarkAt = clock.now() + MARK_RETRY_MS;
      asking = repairMarks({ from: openTime, to: asMs(end) })
        .catch(() => undefined)
        .finally(() => (asking = undefined));
    }
    await Promise.race([asking, clock.sleep(MARK_ANSWER_MS, signal).catch(() => undefined)]);
    if (inbox.closeMark(openTime) === "known") return "mark";
    return clock.now() >= end + OVERDUE_MS ? "last" : undefined;
  }

  /** The bar of the step after the last one, or the next there is once the gap before it has been given up. */
  async function nextBar(): Promise<CandleEvent | undefined> {
    const expected = run.time;
    let bar = inbox.firstClosed(expected ?? 0);
    if (expected === undefined || bar?.openTime === expected) return bar;
    const now = clock.now();
    if (bar === undefined && now < expected + run.stepMs + OVERDUE_MS) return undefined;
    await tryRepair({ from: expected, to: asMs(now - (now % run.stepMs)) });
    const repaired = inbox.firstClosed(expected);
    if (repaired === undefined) return undefined;
    if (repaired.openTime === expected) {
      onHole({ from: expected, to: bar?.openTime ?? asMs(expected + run.stepMs) });
      return repaired;
    }
    if (attempts < MAX_ATTEMPTS) return undefined;
    missingMs += repaired.openTime - expected;
    onHole({ from: expected, to: repaired.openTime });
    return repaired;
  }

  return {
    async closeDue() {
      const closed: CandleEvent[] = [];
      for (;;) {
        const bar = await nextBar();
        if (bar === undefined || clock.now() < bar.openTime + run.stepMs + SETTLE_MS) return closed;
        const price = await closeMark(bar);
        if (price === undefined || bar.openTime + run.stepMs > endsAt()) return closed;
        askMarkAt = 0;
        onSwept({ from: bar.openTime, to: asMs(bar.openTime + run.stepMs) }, price);
        for (const event of inbox.take(bar.openTime + run.stepMs)) run.push(event);
        attempts = 0;
        retryAt = 0;
        closed.push(bar);
      }
    },
    forming() {
      const start = run.time;
      return start === undefined ? undefined : inbox.forming(start, Math.max(1_000, clock.now() - start));
    },
    get missingMs() {
      return missingMs;
    },
  };
}
