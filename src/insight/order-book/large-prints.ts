import type { TakerSide } from "#core/position-side.ts";

/** What one taker order traded, as far as it can be told: trades of one instant and side. */
export interface TradePrint {
  readonly time: number;
  readonly price: number;
  readonly usd: number;
  readonly takerSide: TakerSide;
}

/** Picks out the prints of the last ten minutes that are large beside the others. */
export interface LargePrints {
  add(print: TradePrint): void;
  /** Newest first. */
  largest(now: number): readonly TradePrint[];
}

export const PRINTS_KEPT_MS = 600_000;
const BUCKET_MS = 60_000;
/** Kept of each minute, and shown of all. */
const KEPT_PER_BUCKET = 20;
const MOST_SHOWN = 30;
/** A print is large from so many times the mean of its ten minutes. */
export const LARGE_TIMES = 10;

interface Bucket {
  readonly start: number;
  count: number;
  usd: number;
  readonly largest: TradePrint[];
}

export function createLargePrints(): LargePrints {
  let buckets: Bucket[] = [];
  let open: TradePrint | undefined;

  function close(print: TradePrint): void {
    const start = Math.floor(print.time / BUCKET_MS) * BUCKET_MS;
    let bucket = buckets.find((one) => one.start === start);
    if (!bucket) {
      buckets = buckets.filter((one) => one.start > start - PRINTS_KEPT_MS - BUCKET_MS);
      buckets.push((bucket = { start, count: 0, usd: 0, largest: [] }));
    }
    bucket.count++;
    bucket.usd += print.usd;
    if (bucket.largest.length === KEPT_PER_BUCKET && print.usd <= bucket.largest[KEPT_PER_BUCKET - 1].usd) return;
    bucket.largest.push(print);
    bucket.largest.sort((a, b) => b.usd - a.usd);
    bucket.largest.length = Math.min(bucket.largest.length, KEPT_PER_BUCKET);
  }

  return {
    add(print) {
      if (open && open.time === print.time && open.takerSide === print.takerSide) {
        // A sweep is shown where it ended.
        open = { ...print, usd: open.usd + print.usd };
        return;
      }
      if (open) close(open);
      open = print;
    },
    largest(now) {
      const shown = buckets.filter(({ start }) => start > now - PRINTS_KEPT_MS - BUCKET_MS);
      const count = shown.reduce((sum, bucket) => sum + bucket.count, 0);
      const leastUsd = (LARGE_TIMES * shown.reduce((sum, bucket) => sum + bucket.usd, 0)) / Math.max(1, count);
      return shown
        .flatMap(({ largest }) => largest)
        .filter(({ usd, time }) => usd >= leastUsd && time > now - PRINTS_KEPT_MS)
        .toSorted((a, b) => b.usd - a.usd)
        .slice(0, MOST_SHOWN)
        .sort((a, b) => b.time - a.time);
    },
  };
}
