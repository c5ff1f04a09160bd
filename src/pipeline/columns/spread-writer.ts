import type { InstrumentId } from "#core/instrument.ts";
import { HOUR_MS, type Ms } from "#core/units.ts";
import type { MarkedSpread } from "#engine/uncertainty/map-spread.ts";
import type { Store, StoredSpread } from "#storage/store.ts";
import { spreadBytes } from "./spread-bytes.ts";

/** Keeps what a map might be wrong by, for whoever looks at it later: that of its first step, and one every four hours. */
export interface SpreadWriter {
  /** Hears of the end of every step with a map. */
  note(time: Ms, spread: () => MarkedSpread): void;
  /** Stores what waits. Rejects with the store's error and keeps it. */
  flush(): Promise<void>;
}

/** Widths follow hours of prints, and go with price: a year of them is 3 MB. */
const EVERY_MS = 4 * HOUR_MS;

export function createSpreadWriter(store: Pick<Store, "writeSpreads">, instrument: InstrumentId): SpreadWriter {
  const waiting: StoredSpread[] = [];
  let lastStretch = -Infinity;

  return {
    note(time, spread) {
      const stretch = Math.floor(time / EVERY_MS);
      if (stretch === lastStretch) return;
      lastStretch = stretch;
      waiting.push({ time, bytes: spreadBytes(spread()) });
    },
    async flush() {
      const spreads = waiting.splice(0);
      if (spreads.length === 0) return;
      try {
        await store.writeSpreads(instrument, spreads);
      } catch (error) {
        waiting.unshift(...spreads);
        throw error;
      }
    },
  };
}
