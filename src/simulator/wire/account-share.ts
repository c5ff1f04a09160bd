import { minuteOf, placeOf } from "#simulator/market/minute-columns.ts";
import type { Listing } from "./listing.ts";

/** Part of the accounts with a position that was long at `time`, a recorded multiple of five minutes. */
export function longAccountsAt({ recorder }: Listing, time: number): number {
  const { minutes } = recorder;
  return minutes.column.longAccountShare[placeOf(minutes, minuteOf(time))];
}
