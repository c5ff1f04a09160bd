import type { RestCost } from "./venue.ts";

/** Counts what requests cost, in windows that begin at multiples of their length. */
export interface RequestMeter {
  /** Spends from every bucket. Returns 0, or how many ms until the fullest bucket that is exhausted is renewed. */
  readonly spend: (costs: readonly RestCost[]) => number;
  readonly spent: (bucket: string) => number;
}

export function createMeter(now: () => number = () => performance.timeOrigin + performance.now()): RequestMeter {
  const buckets = new Map<string, { window: number; used: number }>();

  function spendOne({ bucket, most, windowMs, weight = 1 }: RestCost): number {
    const time = now();
    const window = Math.floor(time / windowMs);
    const state = buckets.get(bucket) ?? { window, used: 0 };
    buckets.set(bucket, state);
    if (state.window !== window) state.used = 0;
    state.window = window;
    state.used += weight;
    return state.used > most ? Math.max(1, (window + 1) * windowMs - time) : 0;
  }

  return {
    spend: (costs) => costs.reduce((wait, cost) => Math.max(wait, spendOne(cost)), 0),
    spent: (bucket) => buckets.get(bucket)?.used ?? 0,
  };
}
