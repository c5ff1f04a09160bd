import type { CandleEvent, MarkEvent } from "#core/events.ts";
import { asMs, type Ms } from "#core/units.ts";

/** Bars of the mark price, built from the ticks of a live feed. */
export interface MarkBars {
  add(mark: MarkEvent): void;
  /** The bar that opened at `openTime` as far as it is known, or undefined when no tick fell into it. */
  forming(openTime: number): CandleEvent | undefined;
  /** The same bar when its ticks cover it from edge to edge, closed; undefined when some of it was missed. Forgets it and every older one. */
  close(openTime: number): CandleEvent | undefined;
}

/** Longest silence at either edge of a bar that still counts as covered: feeds tick every 1 to 3 s. */
const EDGE_MS = 3_500;

interface Bar {
  readonly candle: CandleEvent;
  readonly firstTime: number;
  readonly lastTime: number;
}

export function createMarkBars(intervalMs: Ms): MarkBars {
  const bars = new Map<number, Bar>();
  return {
    add({ instrument, time, mark }) {
      const openTime = asMs(time - (time % intervalMs));
      const bar = bars.get(openTime);
      const before = bar?.candle ?? { open: mark, high: mark, low: mark };
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
      bars.set(openTime, { candle, firstTime: bar?.firstTime ?? time, lastTime: time });
    },
    forming: (openTime) => bars.get(openTime)?.candle,
    close(openTime) {
      const bar = bars.get(openTime);
      for (const old of bars.keys()) if (old <= openTime) bars.delete(old);
      if (bar === undefined || bar.firstTime > openTime + EDGE_MS || bar.lastTime < openTime + intervalMs - EDGE_MS) return undefined;
      return { ...bar.candle, closed: true };
    },
  };
}
