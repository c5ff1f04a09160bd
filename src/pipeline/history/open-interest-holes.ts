import { instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { type TimeRanges, rangesFrom, textOf, withRange } from "./time-ranges.ts";
import type { MarketOptions } from "#pipeline/market-options.ts";

/** Stretches in which a feed that tells open interest every few seconds told none, though the market went on. Kept in the store. */
export interface OpenInterestHoles {
  /** Oldest first; the newest {@link MOST_HOLES}. */
  list(): TimeRanges;
  /** The feed tells open interest of that time: a long silence before it is a hole. */
  sampled(time: number): void;
  /** Resolves when the last one is durable. Never rejects. */
  end(): Promise<void>;
}

type OpenInterestHolesOptions = Pick<MarketOptions, "store" | "instrument" | "clock" | "onProblem">;

const MOST_HOLES = 50;
const LONG_SILENCE_MS = MINUTE_MS;

export async function openOpenInterestHoles({ store, instrument, clock, onProblem }: OpenInterestHolesOptions): Promise<OpenInterestHoles> {
  const id = instrumentId(instrument);
  const key = `open-interest-holes:${id}`;
  let holes = rangesFrom(await store.readMeta(key));
  let before: { readonly time: number; readonly heardAt: number } | undefined;
  let writing = Promise.resolve();

  return {
    list: () => holes,
    sampled(time) {
      const last = before;
      before = { time: Math.max(time, last?.time ?? time), heardAt: clock.now() };
      // What carries no newer time, or came in time with an older one, tells of no silence.
      if (last === undefined || before.heardAt - last.heardAt <= LONG_SILENCE_MS || time - last.time <= LONG_SILENCE_MS) return;
      holes = withRange(holes, { from: asMs(last.time + 1), to: asMs(time) }).slice(-MOST_HOLES);
      writing = writing.then(() => store.writeMeta(key, textOf(holes))).catch((error: unknown) => onProblem(id, String(error)));
    },
    end: () => writing,
  };
}
