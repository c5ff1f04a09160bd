import { DAY_MS } from "#core/units.ts";

/** How long a book has lived, and how much of the last day or so it has seen. */
export interface BookLife {
  /** Sum of the steps, the gaps between them left out. */
  livedMs: number;
  /** Share of time that steps cover; the past counts half as much for each day. */
  coveredShare: number;
}

/** Notes a step of `durationMs` that ends `elapsedMs` after the last one did; for a book's first step both are the same. */
export function noteLife(life: BookLife, { durationMs, elapsedMs }: { durationMs: number; elapsedMs: number }): void {
  life.livedMs += durationMs;
  // A book covers its time as long as no step is missing: nothing to do for nearly every step.
  if (elapsedMs === durationMs && life.coveredShare === 1) return;
  const keep = 0.5 ** (elapsedMs / DAY_MS);
  life.coveredShare = life.coveredShare * keep + (1 - keep) * Math.min(1, durationMs / elapsedMs);
}
