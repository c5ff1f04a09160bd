import type { Book, OwedOpenings, Profile } from "./book.ts";
import { FAR_ROWS, type Ladder } from "./ladder.ts";
import { open } from "./opening.ts";
import { resetProfile } from "./price-path.ts";

/** Owners close on approach, and price sweeps, well after half of the way. */
const CALM_ROWS = FAR_ROWS / 2;

/** True when entries on rows of [low, high] may wait together with those that wait already. */
export function canWait({ profile }: OwedOpenings, low: number, high: number): boolean {
  const lowest = profile.count > 0 ? Math.min(low, profile.first) : low;
  const highest = profile.count > 0 ? Math.max(high, profile.first + profile.count) : high;
  return highest - lowest < CALM_ROWS;
}

/** Lets openings of both sides at a profile's prices wait. */
export function owe(owed: OwedOpenings, added: Profile, [long, short]: readonly [number, number]): void {
  const { profile, amount } = owed;
  amount[0] += long;
  amount[1] += short;
  widenTo(profile, added.first, added.first + added.count);
  const perWeight = (long + short) / 2 / added.total;
  const offset = added.first - profile.first;
  for (let row = 0; row < added.count; row++) profile.weights[offset + row] += added.weights[row] * perWeight;
  profile.total += (long + short) / 2;
}

/** Lays out what waits, together with `change` more on each side (negative: that much less, as far as there is any). Returns what was left over of each side's change. */
export function layOut(book: Book, ladder: Ladder, change: readonly [number, number]): readonly [number, number] {
  const { owed } = book;
  const { profile, amount } = owed;
  const left: [number, number] = [change[0], change[1]];
  for (const side of [0, 1] as const) {
    const whole = Math.max(0, amount[side] + change[side]);
    if (profile.total > 0) {
      left[side] = amount[side] + change[side] - whole;
      const sweptFrom = side === 0 ? Infinity : -Infinity;
      open(book, ladder, { side, profile, amount: whole, sweptFrom, fromRung: 0, toRung: ladder.farRungs });
    }
    amount[side] = 0;
  }
  profile.count = 0;
  profile.total = 0;
  return left;
}

/** Makes room for rows [first, end), keeping what is there. */
function widenTo(profile: Profile, first: number, end: number): void {
  if (profile.count === 0) {
    resetProfile(profile, first, end - 1);
    return;
  }
  const low = Math.min(first, profile.first);
  const count = Math.max(end, profile.first + profile.count) - low;
  if (count > profile.weights.length) {
    const larger = new Float64Array(count * 2);
    larger.set(profile.weights.subarray(0, profile.count));
    profile.weights = larger;
  }
  const by = profile.first - low;
  if (by > 0) {
    profile.weights.copyWithin(by, 0, profile.count);
    profile.weights.fill(0, 0, by);
  }
  profile.weights.fill(0, by + profile.count, count);
  profile.first = low;
  profile.count = count;
}
