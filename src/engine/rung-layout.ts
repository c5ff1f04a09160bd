import type { Profile } from "./book.ts";
import type { Rung } from "./ladder.ts";

/** Where the positions of a rung that were entered on a profile liquidate: `weights[i]` of them in bin `first + i`. They sum to the profile's total. */
export interface RungLayout {
  first: number;
  count: number;
  weights: Float64Array;
}

/** One serves every rung: layouts do not nest. */
const layout: RungLayout = { first: 0, count: 0, weights: new Float64Array(2048) };
let sums = new Float64Array(256);

/**
 * Lays a profile out along a rung: isolated positions at their exact shifts, cross ones evenly over the stretches of its leverage range.
 * The profile is in bins of `grain` rows, and so is the layout, moved by `offset` rows on top. The returned layout is reused by the next call.
 */
export function layRung({ isolated, spread }: Pick<Rung, "isolated" | "spread">, profile: Profile, at: { grain: number; offset: number }): RungLayout {
  const { grain, offset } = at;
  const stretches = spread.length - 1;
  let lowest = stretches > 0 ? spread[0] : Infinity;
  let highest = stretches > 0 ? spread[stretches] : -Infinity;
  for (let i = 0; i < isolated.length; i++) {
    lowest = Math.min(lowest, isolated[i].shift);
    highest = Math.max(highest, isolated[i].shift);
  }
  empty(Math.floor(profile.first + (lowest + offset) / grain), Math.floor(profile.first + profile.count + (highest + offset) / grain) + 1);
  for (let i = 0; i < isolated.length; i++) move(profile, (isolated[i].shift + offset) / grain, isolated[i].share);
  if (stretches <= 0) return layout;
  addUp(profile);
  for (let i = 0; i < stretches; i++) spreadOver(profile, (spread[i] + offset) / grain, (spread[i + 1] + offset) / grain, 1 / stretches);
  return layout;
}

function empty(first: number, end: number): void {
  layout.first = first;
  layout.count = end - first;
  if (layout.weights.length < layout.count) layout.weights = new Float64Array(layout.count * 2);
  else layout.weights.fill(0, 0, layout.count);
}

/** Adds `share` of a profile, moved by `shift` bins: what lies across two bins is shared between them. */
function move({ first, count, weights }: Profile, shift: number, share: number): void {
  const start = Math.floor(first + shift);
  const upper = (first + shift - start) * share;
  const lower = share - upper;
  const into = layout.weights;
  const at = (start - layout.first) | 0;
  for (let i = 0; i < count; i++) {
    into[at + i] += weights[i] * lower;
    into[at + i + 1] += weights[i] * upper;
  }
}

/** Running sums of a profile's weights, for {@link spreadOver}. */
function addUp({ count, weights }: Profile): void {
  if (sums.length <= count) sums = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) sums[i + 1] = sums[i] + weights[i];
}

/** Adds `share` of a profile, moved by every whole number of bins in [from, to) alike; where there is none, by the middle. */
function spreadOver(profile: Profile, from: number, to: number, share: number): void {
  const lowest = Math.ceil(from);
  const width = (Math.ceil(to) - lowest) | 0;
  if (width === 0) return move(profile, (from + to) / 2, share);
  const count = profile.count | 0;
  const perShift = share / width;
  const into = layout.weights;
  const at = (profile.first + lowest - layout.first) | 0;
  const total = sums[count];
  const rising = Math.min(count, width);
  const falling = Math.max(count, width);
  const end = count + width - 1;
  let i = 0;
  for (; i < rising; i++) into[at + i] += perShift * sums[i + 1];
  if (width > count) for (const level = perShift * total; i < falling; i++) into[at + i] += level;
  else for (; i < falling; i++) into[at + i] += perShift * (sums[i + 1] - sums[i - width + 1]);
  for (; i < end; i++) into[at + i] += perShift * (total - sums[i - width + 1]);
}
