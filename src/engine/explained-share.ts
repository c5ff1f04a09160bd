/** Rolling sums over 24 one-hour buckets of how much open interest changed and how much of that traded volume cannot explain. */
export interface ExplainedShare {
  readonly changed: Float64Array;
  readonly unexplained: Float64Array;
  /** Hour number of each bucket. */
  readonly hour: Float64Array;
}

const HOURS = 24;
const HOUR_MS = 3_600_000;

export function createExplainedShare(): ExplainedShare {
  return { changed: new Float64Array(HOURS), unexplained: new Float64Array(HOURS), hour: new Float64Array(HOURS).fill(-1) };
}

export function noteChange(of: ExplainedShare, time: number, change: { changed: number; unexplained: number }): void {
  const hour = Math.floor(time / HOUR_MS);
  const bucket = hour % HOURS;
  if (of.hour[bucket] !== hour) {
    of.hour[bucket] = hour;
    of.changed[bucket] = 0;
    of.unexplained[bucket] = 0;
  }
  of.changed[bucket] += change.changed;
  of.unexplained[bucket] += change.unexplained;
}

/** 1 - sum |unexplained dOI| / sum |dOI| over the 24 h up to `time`; 0 when no change was seen in them. */
export function explainedShareAt(of: ExplainedShare, time: number): number {
  const oldest = Math.floor(time / HOUR_MS) - HOURS;
  let changed = 0;
  let unexplained = 0;
  for (let bucket = 0; bucket < HOURS; bucket++) {
    if (of.hour[bucket] <= oldest) continue;
    changed += of.changed[bucket];
    unexplained += of.unexplained[bucket];
  }
  return changed > 0 ? Math.max(0, 1 - unexplained / changed) : 0;
}
