import type { InstrumentId } from "#core/instrument.ts";
import { HOUR_MS, MINUTE_MS, type Ms } from "#core/units.ts";
import type { PublishedBrackets } from "#exchanges/exchange.ts";
import type { Clock } from "./clock.ts";
import { messageOf } from "./refusal.ts";

export const BRACKETS_EVERY_MS = 6 * HOUR_MS;
/** After a failure, so that an hour without the exchange costs no more than an hour. */
export const BRACKETS_RETRY_MS = 15 * MINUTE_MS;

export interface BracketWatchOptions {
  /** Reads the brackets in force now, e.g. an exchange's `brackets`. */
  read(signal: AbortSignal): Promise<readonly PublishedBrackets[]>;
  readonly clock: Clock;
  /** Aborting ends the watch. */
  readonly signal: AbortSignal;
  /** Called with the tables whose brackets were not seen before or differ from the last seen, and with when they were read. Must not throw. */
  onChange(tables: readonly PublishedBrackets[], readAt: Ms): void;
  /** Called with the reason in words when they could not be read. */
  onProblem(problem: string): void;
}

/** Reads brackets at once and then a few times a day, and tells of changes only: what is told is little enough to be recorded with everything else. Resolves when aborted. */
export async function watchBrackets(options: BracketWatchOptions): Promise<void> {
  const { clock, signal } = options;
  const seen = new Map<InstrumentId, string>();
  while (!signal.aborted) {
    const failed = await look().then(
      () => false,
      (error: unknown) => {
        if (!signal.aborted) options.onProblem(messageOf(error));
        return true;
      },
    );
    await clock.sleep(failed ? BRACKETS_RETRY_MS : BRACKETS_EVERY_MS, signal).catch(() => undefined);
  }

  async function look(): Promise<void> {
    const tables = await options.read(signal);
    if (signal.aborted) return;
    const changed = tables.filter(({ instrument, brackets }) => {
      const content = JSON.stringify(brackets);
      const isNew = seen.get(instrument) !== content;
      seen.set(instrument, content);
      return isNew;
    });
    if (changed.length > 0) options.onChange(changed, clock.now());
  }
}
