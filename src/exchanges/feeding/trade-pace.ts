/** How long the messages of one stream usually follow one another: what silence is strange. */
export interface TradePace {
  /** A message came at that time. True when the silence before it was longer than its pace lets expect. */
  heard(at: number): boolean;
  /** What comes next follows a hole that is known. */
  broke(): void;
}

/** An exchange can keep a stream to itself for seconds and say nothing: longer is strange at any pace. */
const ANY_PACE_MS = 5_000;
const SHORTEST_MS = 1_000;
/** Of messages that come at random it happens once in hundreds of thousands. Trading is not that even: it makes somebody look, no more. */
const STRANGE_INTERVALS = 12;
const REMEMBERED = 30;

export function createTradePace(): TradePace {
  const intervals: number[] = [];
  let sum = 0;
  let lastAt = Infinity;

  return {
    heard(at) {
      const silence = at - lastAt;
      lastAt = at;
      if (!(silence >= 0)) return false;
      const expected = intervals.length < REMEMBERED ? Infinity : (STRANGE_INTERVALS * sum) / REMEMBERED;
      const isStrange = silence > Math.min(ANY_PACE_MS, Math.max(SHORTEST_MS, expected));
      remember(silence);
      return isStrange;
    },
    broke: () => (lastAt = Infinity),
  };

  function remember(interval: number): void {
    intervals.push(interval);
    sum += interval;
    if (intervals.length > REMEMBERED) sum -= intervals.shift() ?? 0;
  }
}
