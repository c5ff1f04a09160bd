import type { InstrumentId } from "#core/instrument.ts";
import type { Store, TimeRange } from "#storage/store.ts";
import { type TimeRanges, rangesFrom, textOf, withRange } from "#pipeline/history/time-ranges.ts";

/** Stretches in which a market was collected without being estimated: they are no holes. Kept in the store. */
export interface HeardRanges {
  list(): TimeRanges;
  /** Resolves when it is durable. */
  note(range: TimeRange): Promise<void>;
}

/** The newest; a stretch ends with the run that heard it, or with a silence. */
const MOST_RANGES = 500;

export async function openHeardRanges(store: Pick<Store, "readMeta" | "writeMeta">, market: InstrumentId): Promise<HeardRanges> {
  const key = `heard:${market}`;
  let ranges = rangesFrom(await store.readMeta(key));
  return {
    list: () => ranges,
    async note(range) {
      ranges = withRange(ranges, range).slice(-MOST_RANGES);
      await store.writeMeta(key, textOf(ranges));
    },
  };
}
