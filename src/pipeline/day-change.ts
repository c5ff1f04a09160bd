import { DAY_MS } from "#core/units.ts";

/** Price change over the last 24 hours. */
export interface DayChange {
  /** Prices in the order of their times (epoch ms); one that is not newer than the last is known already. */
  push(time: number, price: number): void;
  /** Change of `price` at `time` against the price a day before, as a fraction; undefined when the day is not covered. */
  at(time: number, price: number): number | undefined;
}

export function createDayChange(): DayChange {
  const times: number[] = [];
  const prices: number[] = [];
  return {
    push(time, price) {
      if (time <= times[times.length - 1]) return;
      times.push(time);
      prices.push(price);
      const expired = countUntil(times, time - DAY_MS) - 1;
      if (expired > 0) {
        times.splice(0, expired);
        prices.splice(0, expired);
      }
    },
    at(time, price) {
      const index = countUntil(times, time - DAY_MS) - 1;
      return index < 0 ? undefined : price / prices[index] - 1;
    },
  };
}

/** How many of ascending times are at or before `time`. */
function countUntil(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
