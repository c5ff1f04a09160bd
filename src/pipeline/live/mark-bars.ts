import type { CandleEvent, MarkEvent } from "#core/events.ts";
import { asMs, type Ms } from "#core/units.ts";

/** Bars of the mark price, built from the ticks of a live feed. */
export interface MarkBars {
  add(mark: MarkEvent): void;
  /** The bar that opened at `openTime` as far as it is known, or undefined when no tick fell into it. */
  forming(openTime: number): CandleEvent | undefined;
  /** The same bar when its ticks cover it, closed; undefined when some of it was missed. Forgets it and every older one. */
  close(openTime: number): CandleEvent | undefined;
}

/** Longest silence at either edge of a bar that still counts as covered: feeds tick every 1 to 3 s. */
const EDGE_MS = 3_500;
/** Inside of it an exchange may keep a mark to itself that stays as it is, but not for long. */
const LONGEST_SILENCE_MS = 15_000;
const STAYS_WITHIN = 0.0005;

interface Bar {
  readonly candle: CandleEvent;
  readonly firstTime: number;
  readonly lastTime: number;
  /** Inside of it the mark went further than its ticks tell, as far as is known. */
  readonly hasHole: boolean;
}

export function createMarkBars(intervalMs: Ms): MarkBars {
  const bars = new Map<number, Bar>();
  return {
    add({ instrument, time, mark }) {
      const openTime = asMs(time - (time % intervalMs));
      const bar = bars.get(openTime);
      const before = bar?.candle ?? { open: mark, high: mark, low: mark, close: mark };
      const silentMs = time - (bar?.lastTime ?? time);
      const hasMoved = Math.abs(mark / before.close - 1) > STAYS_WITHIN;
      const candle: CandleEvent = {
        kind: "candle",
        instrument,
        price: "mark",
        openTime,
        intervalMs,
        open: before.open,
        high: Math.max(before.high, mark),
        low: Math.min(before.low, mark),
        close: mark,
        closed: false,
      };
      const hasHole = bar?.hasHole === true || silentMs > LONGEST_SILENCE_MS || (silentMs > EDGE_MS && hasMoved);
      bars.set(openTime, { candle, firstTime: bar?.firstTime ?? time, lastTime: time, hasHole });
    },
    forming: (openTime) => bars.get(openTime)?.candle,
    close(openTime) {
      const bar = bars.get(openTime);
      for (const old of bars.keys()) if (old <= openTime) bars.delete(old);
      if (bar === undefined || bar.hasHole || bar.firstTime > openTime + EDGE_MS || bar.lastTime < openTime + intervalMs - EDGE_MS) return undefined;
      return { ...bar.candle, closed: true };
    },
  };
}
