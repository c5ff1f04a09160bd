import type { CandleEvent, TradeEvent } from "#core/events.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { createVolumeCheck } from "./volume-check.ts";

/** Holds trades against the volume of their minute's bar: what is missing while it runs is looked for at once, what is missing at its end is a gap. */
export interface BarAudit {
  add(trades: readonly TradeEvent[]): void;
  /** A state of a bar of the same trades, or of some other price. */
  compare(bar: CandleEvent): void;
  /** A frame could not be read: it may have told of trades. `since`: time of the last one before. */
  doubted(since: number): void;
}

export interface BarAuditOptions {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Fetches the newest trades and tells those that are new. Must not throw. */
  readonly look: () => Promise<void>;
  /** There will be no look, and no bar that tells. */
  readonly onUncounted: (since: number) => void;
}

/** Trades and the bar that counts them do not come together. */
const SETTLE_MS = 2_000;
/** A look is dear: bars count trades where they cannot be asked for often. */
const BETWEEN_LOOKS_MS = 10_000;
/** So many minutes in a row that no look makes even are not lost trades: bars count something else. They stay counted as gaps, and are looked into less often. */
const MINUTES_IN_VAIN = 5;
const MOST_DOUBLINGS = 6;

export function createBarAudit({ monitor, clock, signal, look, onUncounted }: BarAuditOptions): BarAudit {
  const volumes = createVolumeCheck();
  let looking: Promise<void> | undefined;
  let nextLookAt = 0;
  let inVain = 0;

  return {
    add: (trades) => volumes.add(trades),
    compare(bar) {
      volumes.saw(bar);
      void settle(bar).catch(() => undefined);
    },
    doubted(since) {
      if (clock.now() >= nextLookAt) void lookAgain();
      else if (!volumes.countsAt(since)) onUncounted(since);
    },
  };

  /** Ends early only by the abort of the feed, which rejects the sleep. */
  async function settle(bar: CandleEvent): Promise<void> {
    if (!volumes.counts(bar)) return;
    await clock.sleep(SETTLE_MS, signal);
    if (volumes.missingIn(bar) === 0) return bar.closed ? isEven() : undefined;
    if (!bar.closed) return clock.now() >= nextLookAt ? lookAgain() : undefined;
    await looking;
    if (volumes.missingIn(bar) > 0 && (inVain < MINUTES_IN_VAIN || clock.now() >= nextLookAt)) await lookAgain();
    const missed = volumes.missingIn(bar);
    if (missed === 0) return isEven();
    inVain++;
    monitor.gap(`trades of ${Number(missed.toPrecision(6))} in the minute from ${new Date(bar.openTime).toISOString()} did not come, as its volume tells`);
  }

  function isEven(): void {
    inVain = 0;
    nextLookAt = Math.min(nextLookAt, clock.now() + BETWEEN_LOOKS_MS);
  }

  function lookAgain(): Promise<void> {
    looking ??= lookNow().finally(() => (looking = undefined));
    return looking;
  }

  async function lookNow(): Promise<void> {
    await clock.sleep(Math.max(0, nextLookAt - clock.now()), signal);
    const doublings = Math.min(MOST_DOUBLINGS, Math.max(0, inVain - MINUTES_IN_VAIN + 1));
    nextLookAt = clock.now() + BETWEEN_LOOKS_MS * 2 ** doublings;
    await look();
  }
}
