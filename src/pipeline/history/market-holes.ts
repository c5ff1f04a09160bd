import { type InstrumentId, instrumentId, type Instrument } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { Store, TimeRange } from "#storage/store.ts";
import { withRange } from "./time-ranges.ts";
import { createTurnstile } from "#pipeline/turnstile.ts";

/** A stretch in which nobody listened to a market. Its bars were fetched afterwards; liquidations of it are known only where the exchange keeps them. */
export interface Hole extends TimeRange {
  /** What of it could not be fetched either: its columns are absent. */
  readonly missingMs: number;
}

/** The holes of one market, kept in the store. */
export interface MarketHoles {
  /** Oldest first; the newest {@link MOST_HOLES}. */
  list(): readonly Hole[];
  /** Adds a hole, or makes one longer. Resolves when that is durable. */
  note(range: TimeRange): Promise<void>;
}

const MOST_HOLES = 50;

export async function openMarketHoles(store: Pick<Store, "readMeta" | "writeMeta" | "candles">, instrument: Instrument, stepMs: Ms): Promise<MarketHoles> {
  const id = instrumentId(instrument);
  const key = `holes:${id}`;
  let holes = holesOf(await store.readMeta(key));
  const oneByOne = createTurnstile();

  async function add(range: TimeRange) {
    const known = new Map(holes.map((hole) => [hole.from, hole]));
    const ranges = withRange(holes, range).slice(-MOST_HOLES);
    holes = await Promise.all(
      ranges.map(async ({ from, to }) => {
        const same = known.get(from);
        if (same?.to === to && !(range.from >= from && range.to <= to)) return same;
        return { from, to, missingMs: await missingOf(store, id, { range: { from, to }, stepMs }) };
      }),
    );
    await store.writeMeta(key, JSON.stringify(holes.map(({ from, to, missingMs }) => [from, to, missingMs])));
  }

  return {
    list: () => holes,
    // A feed may tell of the next hole while this one is looked up.
    note: (range) => oneByOne(() => add(range)),
  };
}

async function missingOf(store: Pick<Store, "candles">, id: InstrumentId, { range, stepMs }: { range: TimeRange; stepMs: Ms }): Promise<number> {
  // Of a step that was heard in part, or goes on, the bar is that of who fetches it, or of the feed.
  const whole = { from: asMs(range.from - (range.from % stepMs)), to: asMs(range.to - (range.to % stepMs)) };
  const bars = await store.candles(id, stepMs, whole);
  return Math.min(range.to - range.from, Math.max(0, whole.to - whole.from - bars.length * stepMs));
}

function holesOf(text: string | undefined): readonly Hole[] {
  if (text === undefined) return [];
  return (JSON.parse(text) as [number, number, number][]).map(([from, to, missingMs]) => ({ from: asMs(from), to: asMs(to), missingMs }));
}
