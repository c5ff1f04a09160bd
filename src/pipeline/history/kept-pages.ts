import type { Ms } from "#core/units.ts";
import type { StoredEvent } from "#storage/store.ts";

/** Stores pages of history while the next one is fetched: all that came meanwhile goes in together, so a busy store is asked less often for more. */
export interface KeptPages {
  /** Takes a page that ends at `until`. Resolves when there is room for the next; rejects with the store's error. */
  put(events: readonly StoredEvent[], until: Ms): Promise<void>;
  /** Resolves when everything that was put is stored; rejects with the store's error. */
  done(): Promise<void>;
}

/** What may wait for the store. */
const MOST_WAITING = 10_000;

/** `keep` stores events, and notes that everything up to `until` is there. */
export function keepPages(keep: (events: readonly StoredEvent[], until: Ms) => Promise<void>): KeptPages {
  let waiting: StoredEvent[] = [];
  let waitingUntil: Ms | undefined;
  let writing: Promise<void> | undefined;

  async function write() {
    while (waitingUntil !== undefined) {
      const [events, until] = [waiting, waitingUntil];
      waiting = [];
      waitingUntil = undefined;
      await keep(events, until);
    }
    writing = undefined;
  }

  return {
    async put(events, until) {
      waiting.push(...events);
      waitingUntil = until;
      writing ??= write();
      // Who puts the next page, or waits for the end, hears of a failure.
      writing.catch(() => undefined);
      if (waiting.length > MOST_WAITING) await writing;
    },
    async done() {
      await writing;
    },
  };
}
