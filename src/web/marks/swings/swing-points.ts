import type { Bar } from "#web/chart/bars.ts";

/** A turn of price: a candle that reached further than its neighbours on both sides. */
export interface Swing {
  readonly kind: "high" | "low";
  /** Length of the candles that it stands out of. */
  readonly spanMs: number;
  /** Opening time of the bar that made it. */
  readonly time: number;
  readonly price: number;
  /** Opening time of the first later bar that went beyond it; undefined: none has. */
  readonly brokenAt: number | undefined;
}

/** Candles on either side that a swing stands out of. */
const NEIGHBOURS = 2;

/**
 * Swing highs and lows of candles of `spanMs`, put together from shorter bars, oldest first. A swing is known only once its neighbours have closed:
 * the newest candle, which is still forming, confirms nothing.
 */
export function swingPoints(bars: readonly Bar[], spanMs: number): Swing[] {
  const closed = spansOf(bars, spanMs).slice(0, -1);
  const swings: Swing[] = [];
  for (let at = NEIGHBOURS; at < closed.length - NEIGHBOURS; at++) {
    const neighbours = [...closed.slice(at - NEIGHBOURS, at), ...closed.slice(at + 1, at + 1 + NEIGHBOURS)];
    const { high, low } = closed[at];
    if (neighbours.every((other) => other.high.high < high.high)) {
      const brokenAt = bars.find(({ openTime, high: reached }) => openTime > high.openTime && reached > high.high)?.openTime;
      swings.push({ kind: "high", spanMs, time: high.openTime, price: high.high, brokenAt });
    }
    if (neighbours.every((other) => other.low.low > low.low)) {
      const brokenAt = bars.find(({ openTime, low: reached }) => openTime > low.openTime && reached < low.low)?.openTime;
      swings.push({ kind: "low", spanMs, time: low.openTime, price: low.low, brokenAt });
    }
  }
  return swings;
}

/** The bars of one longer candle that reached highest and lowest. */
interface Span {
  readonly index: number;
  high: Bar;
  low: Bar;
}

function spansOf(bars: readonly Bar[], spanMs: number): Span[] {
  const spans: Span[] = [];
  for (const bar of bars) {
    const index = Math.floor(bar.openTime / spanMs);
    const last = spans.at(-1);
    if (last?.index !== index) spans.push({ index, high: bar, low: bar });
    else {
      if (bar.high > last.high.high) last.high = bar;
      if (bar.low < last.low.low) last.low = bar;
    }
  }
  return spans;
}
