import { instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import type { TimeRange } from "#storage/store.ts";
import { spanOf, uncovered, withRange } from "./time-ranges.ts";
import type { MarketOptions } from "#pipeline/market-options.ts";
import { createTurnstile } from "#pipeline/turnstile.ts";

/** A stretch in which a feed that tells open interest every few seconds told none. */
export interface OpenInterestHole extends TimeRange {
  /** What of it the exchange's own samples do not cover either: one that was fetched afterwards stands for five minutes. */
  readonly missingMs: number;
}

/** Stretches in which open interest was not told: the market went on, or nobody listened. Kept in the store. */
export interface OpenInterestHoles {
  /** Oldest first; the newest {@link MOST_HOLES}, and the one that is open: it ends now. */
  list(): readonly OpenInterestHole[];
  /** The last sample of before this start; undefined: there is none, or it is not known yet. */
  readonly lastStored: Ms | undefined;
  /** Resolves when what is stored is known. */
  readonly opened: Promise<void>;
  /** The feed tells open interest of that time: a long silence before it is a hole. */
  sampled(time: number): void;
  /** Looks in the store for samples that were fetched for what is missing. */
  look(): Promise<void>;
  /** Resolves when everything is durable. Never rejects. */
  end(): Promise<void>;
}

export interface OpenInterestHolesOptions extends Pick<MarketOptions, "store" | "instrument" | "clock" | "onProblem"> {
  /** A silence says something: the feed tells it again and again, and the market trades. */
  readonly isTold: () => boolean;
  /** A hole is known, or is less of one. */
  readonly onChange: () => void;
}

interface Sample {
  readonly time: number;
  readonly heardAt: number;
}

const MOST_HOLES = 50;
const LONG_SILENCE_MS = MINUTE_MS;
/** Of the history that exchanges keep. */
export const SAMPLE_STANDS_MS = asMs(5 * MINUTE_MS);

/** Reads what is stored at once, before the feed adds to it: a silence that began before this start counts from the last sample of then. */
export function openOpenInterestHoles({ store, instrument, clock, onProblem, isTold, onChange }: OpenInterestHolesOptions): OpenInterestHoles {
  const id = instrumentId(instrument);
  const key = `open-interest-holes:${id}`;
  const oneByOne = createTurnstile();
  let holes: readonly OpenInterestHole[] = [];
  let lastStored: Ms | undefined;
  let before: Sample | undefined;
  let isOpen = false;
  /** Came before what is stored was known: the first and the newest. */
  let early: readonly Sample[] = [];
  let writing: Promise<void> = Promise.resolve();
  const opened = open();
  // Who loads the market is told.
  opened.catch(() => undefined);

  async function open() {
    const [noted, stored] = await Promise.all([store.readMeta(key), store.extent(id, "open-interest")]);
    holes = holesFrom(noted);
    if (stored) lastStored = asMs(stored.to - 1);
    if (lastStored !== undefined) before = { time: lastStored, heardAt: lastStored };
    isOpen = true;
    for (const sample of early) note(sample);
    early = [];
  }

  function note(sample: Sample) {
    const last = before;
    before = { time: Math.max(sample.time, last?.time ?? sample.time), heardAt: sample.heardAt };
    // What carries no newer time, or came in time with an older one, tells of no silence.
    if (last === undefined || sample.heardAt - last.heardAt <= LONG_SILENCE_MS || sample.time - last.time <= LONG_SILENCE_MS) return;
    const hole = { from: asMs(last.time + 1), to: asMs(sample.time) };
    const known = holes;
    holes = withRange(holes, hole)
      .slice(-MOST_HOLES)
      .map(({ from, to }) => known.find((each) => each.from === from && each.to === to) ?? { from, to, missingMs: to - from });
    keep();
  }

  function keep() {
    const text = JSON.stringify(holes.map(({ from, to, missingMs }) => [from, to, missingMs]));
    writing = writing.then(() => store.writeMeta(key, text)).catch(tell);
    onChange();
  }

  const tell = (error: unknown) => onProblem(id, String(error));

  async function missingOf({ from, to }: TimeRange): Promise<number> {
    const first = asMs(from - (from % SAMPLE_STANDS_MS));
    const samples = await store.samples(id, { kind: "open-interest", intervalMs: MINUTE_MS }, { from: first, to });
    // The feed's own samples stand in the minutes around it.
    const fetched = samples.filter(({ openTime }) => openTime >= from && openTime + MINUTE_MS <= to);
    return spanOf(
      uncovered(
        { from, to },
        fetched.map(({ openTime }) => ({ from: openTime, to: asMs(openTime + SAMPLE_STANDS_MS) })),
      ),
    );
  }

  async function lookOnce() {
    await opened;
    const found = new Map<OpenInterestHole, OpenInterestHole>();
    for (const hole of holes) {
      if (hole.missingMs === 0) continue;
      const missingMs = await missingOf(hole);
      if (missingMs < hole.missingMs) found.set(hole, { ...hole, missingMs });
    }
    if (found.size === 0) return;
    holes = holes.map((hole) => found.get(hole) ?? hole);
    keep();
  }

  return {
    opened,
    list() {
      const now = clock.now();
      if (before === undefined || !isTold() || now - before.heardAt <= LONG_SILENCE_MS || now - before.time <= LONG_SILENCE_MS) return holes;
      return [...holes, { from: asMs(before.time + 1), to: asMs(now), missingMs: now - before.time - 1 }];
    },
    get lastStored() {
      return lastStored;
    },
    sampled(time) {
      if (!isTold()) return;
      const sample = { time, heardAt: clock.now() };
      if (isOpen) note(sample);
      else early = [...early.slice(0, 1), sample];
    },
    look: () => oneByOne(lookOnce).catch(tell),
    async end() {
      await oneByOne(() => Promise.resolve());
      await writing;
    },
  };
}

function holesFrom(text: string | undefined): readonly OpenInterestHole[] {
  if (text === undefined) return [];
  return (JSON.parse(text) as [number, number, number?][]).map(([from, to, missingMs = to - from]) => ({ from: asMs(from), to: asMs(to), missingMs }));
}
