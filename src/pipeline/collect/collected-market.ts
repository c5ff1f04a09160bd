import type { MarketEvent } from "#core/events.ts";
import { HEAT_LEVELS, columnEnd } from "#core/heat-levels.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import { createArrivals } from "#pipeline/arrivals.ts";
import type { Clock } from "#pipeline/clock.ts";
import { createMarkBars } from "#pipeline/live/mark-bars.ts";
import type { Recorder } from "#pipeline/recorder.ts";
import type { Store } from "#storage/store.ts";
import { openHeardRanges } from "./heard-ranges.ts";

/** One market whose events are stored and nothing more. */
export interface CollectedMarket {
  /** Never throws. What comes before the store has said how far the market's columns go waits for that. */
  accept(event: MarketEvent): void;
  /** Stores what waits and how long was listened. Never rejects. */
  note(): Promise<void>;
}

export interface CollectedMarketParts {
  readonly instrument: Instrument;
  readonly store: Store;
  readonly recorder: Pick<Recorder, "record" | "flush">;
  readonly clock: Pick<Clock, "now">;
  /** In words. */
  readonly onProblem: (problem: string) => void;
}

/** Nothing at all for so long is a silence, in which prints may have been missed. */
const SILENCE_MS = 2 * MINUTE_MS;
/** While the store is asked. */
const MOST_WAITING = 20_000;

export function collectMarket({ instrument, store, recorder, clock, onProblem }: CollectedMarketParts): CollectedMarket {
  const id = instrumentId(instrument);
  const markBars = createMarkBars(MINUTE_MS);
  let madeUntil: Ms | undefined;
  let waiting: MarketEvent[] = [];
  let formingMark: Ms | undefined;
  let heardFrom: Ms | undefined;
  let heardTo: Ms | undefined;
  const arrivals = createArrivals({ steppedTo: () => madeUntil });
  const opened = open().catch((error: unknown) => onProblem(wordsOf(error)));

  async function open() {
    await store.putInstrument(instrument);
    const [checkpoint, last, funding] = await Promise.all([
      store.readCheckpoint(id),
      store.lastColumn(id, { layer: "modelled", level: 0 }),
      store.extent(id, "funding"),
    ]);
    const columnsEnd = last === undefined ? 0 : columnEnd(HEAT_LEVELS[0], last);
    madeUntil = asMs(Math.max(checkpoint?.time ?? 0, columnsEnd));
    arrivals.seal({ until: madeUntil, fundedUntil: (funding?.to ?? 1) - 1 });
    for (const event of waiting.splice(0)) take(event);
    return openHeardRanges(store, id);
  }

  function take(event: MarketEvent) {
    if (event.kind === "mark") return takeMark(event);
    const counted = arrivals.take(event);
    if (counted) recorder.record([counted]);
  }

  /** The bar before is stored when the first tick of the next has come, where the ticks cover it. */
  function takeMark(event: MarketEvent & { kind: "mark" }) {
    const openTime = asMs(event.time - (event.time % MINUTE_MS));
    if (formingMark !== undefined && openTime > formingMark) {
      const closed = markBars.close(formingMark);
      const counted = closed && arrivals.take(closed);
      if (counted) recorder.record([counted]);
    }
    formingMark = asMs(Math.max(openTime, formingMark ?? 0));
    markBars.add(event);
  }

  return {
    accept(event) {
      const now = clock.now();
      if (heardTo === undefined || now - heardTo > SILENCE_MS) heardFrom = now;
      heardTo = now;
      if (madeUntil !== undefined) return take(event);
      if (waiting.push(event) > MOST_WAITING) waiting = waiting.slice(-MOST_WAITING);
    },
    async note() {
      try {
        const heard = await opened;
        await recorder.flush();
        if (heard && heardFrom !== undefined && heardTo !== undefined && heardTo > heardFrom) await heard.note({ from: heardFrom, to: heardTo });
      } catch (error) {
        onProblem(wordsOf(error));
      }
    },
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
