import { type Clock, repeat } from "#exchanges/connection/clock.ts";

export interface TradeAuditOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How many trades one look back shows. */
  readonly recentTrades: number;
  /** Trades heard so far. */
  readonly heard: () => number;
  /** Compares. Must not throw. */
  readonly look: () => Promise<void>;
}

const CHECK_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 15_000;

/** Looks back every quarter of a minute, and sooner when half of what a look shows has been heard: nothing falls between two looks. Resolves when aborted. */
export async function auditTrades({ clock, signal, recentTrades, heard, look }: TradeAuditOptions): Promise<void> {
  let lookedAt = clock.now();
  let heardThen = heard();
  await repeat(clock, { everyMs: CHECK_EVERY_MS, signal }, () => {
    if (clock.now() - lookedAt < LOOK_EVERY_MS && heard() - heardThen < recentTrades / 2) return;
    lookedAt = clock.now();
    heardThen = heard();
    // The next is not kept waiting: what it would show may be gone by then.
    void look();
  });
}
