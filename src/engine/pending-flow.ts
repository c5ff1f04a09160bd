import { type Profile } from "./book.ts";
import { createProfile, resetProfile } from "./price-path.ts";

/** Traded volume since the last open-interest sample, entry by entry, so that the sample's change can be opened at the prices where it happened. */
export interface PendingFlow {
  count: number;
  /** Per entry: first row and number of rows of its profile, where its weights start in the pool, traded volume. */
  readonly first: Int32Array;
  readonly rows: Int32Array;
  readonly start: Int32Array;
  readonly volume: Float64Array;
  /** Lowest and highest mark (row coordinates) after the entry, brought up to date by {@link noteMark}. */
  readonly lowAfter: Float64Array;
  readonly highAfter: Float64Array;
  pool: Float64Array;
  poolUsed: number;
  /** Opened per side since the last sample, to make up for closes. */
  readonly turnover: Float64Array;
  tradedVolume: number;
  /** False when the volume of any step since the last sample is only assumed. */
  volumeKnown: boolean;
  readonly merged: Profile;
  readonly entry: Profile;
}

/** Beyond so many entries without a sample, the older ones are final. */
const MOST_ENTRIES = 512;

export function createPendingFlow(): PendingFlow {
  return {
    count: 0,
    first: new Int32Array(MOST_ENTRIES),
    rows: new Int32Array(MOST_ENTRIES),
    start: new Int32Array(MOST_ENTRIES),
    volume: new Float64Array(MOST_ENTRIES),
    lowAfter: new Float64Array(MOST_ENTRIES),
    highAfter: new Float64Array(MOST_ENTRIES),
    pool: new Float64Array(4096),
    poolUsed: 0,
    turnover: new Float64Array(2),
    tradedVolume: 0,
    volumeKnown: true,
    merged: createProfile(),
    entry: createProfile(),
  };
}

export function clearPending(pending: PendingFlow): void {
  pending.count = 0;
  pending.poolUsed = 0;
  pending.turnover.fill(0);
  pending.tradedVolume = 0;
  pending.volumeKnown = true;
}

/** Remembers an entry's profile and volume. */
export function notePending(pending: PendingFlow, profile: Profile, volume: number): void {
  if (pending.count === MOST_ENTRIES) {
    pending.count = 0;
    pending.poolUsed = 0;
    pending.turnover.fill(0);
  }
  if (pending.poolUsed + profile.count > pending.pool.length) {
    const larger = new Float64Array(Math.max(pending.pool.length * 2, pending.poolUsed + profile.count));
    larger.set(pending.pool);
    pending.pool = larger;
  }
  const i = pending.count++;
  pending.first[i] = profile.first;
  pending.rows[i] = profile.count;
  pending.start[i] = pending.poolUsed;
  pending.volume[i] = volume;
  pending.lowAfter[i] = Infinity;
  pending.highAfter[i] = -Infinity;
  for (let row = 0; row < profile.count; row++) pending.pool[pending.poolUsed + row] = profile.weights[row] / profile.total;
  pending.poolUsed += profile.count;
}

/** Tells every entry so far that the mark has now been at [low, high] (row coordinates). */
export function noteMark(pending: PendingFlow, low: number, high: number): void {
  for (let i = 0; i < pending.count; i++) {
    if (low < pending.lowAfter[i]) pending.lowAfter[i] = low;
    if (high > pending.highAfter[i]) pending.highAfter[i] = high;
  }
}

/** Volume-at-price of all pending entries together. The returned profile is reused by the next call. */
export function mergedProfile(pending: PendingFlow): Profile {
  const { merged } = pending;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < pending.count; i++) {
    low = Math.min(low, pending.first[i]);
    high = Math.max(high, pending.first[i] + pending.rows[i] - 1);
  }
  resetProfile(merged, low, high);
  for (let i = 0; i < pending.count; i++) {
    const offset = pending.first[i] - merged.first;
    for (let row = 0; row < pending.rows[i]; row++) merged.weights[offset + row] += pending.pool[pending.start[i] + row] * pending.volume[i];
    merged.total += pending.volume[i];
  }
  return merged;
}

/** Profile of one pending entry. The returned profile is reused by the next call. */
export function entryProfile(pending: PendingFlow, i: number): Profile {
  const { entry } = pending;
  resetProfile(entry, pending.first[i], pending.first[i] + pending.rows[i] - 1);
  for (let row = 0; row < pending.rows[i]; row++) entry.weights[row] = pending.pool[pending.start[i] + row];
  entry.total = 1;
  return entry;
}
