/** Prometheus histograms of powderkeg_stage_seconds, read from /metrics: upper bounds in seconds with cumulative counts, by stage, all exchanges together. */
export type StageCounts = ReadonlyMap<string, ReadonlyMap<number, number>>;

export async function readStages(base: string): Promise<StageCounts> {
  const text = await (await fetch(`${base}/metrics`)).text();
  const counts = new Map<string, Map<number, number>>();
  for (const [, bound, stage, count] of text.matchAll(/^powderkeg_stage_seconds_bucket\{le="([^"]+)",stage="([^"]+)".*\} (\d+)$/gm)) {
    const of = counts.get(stage) ?? new Map<number, number>();
    const seconds = bound === "+Inf" ? Infinity : Number(bound);
    of.set(seconds, (of.get(seconds) ?? 0) + Number(count));
    counts.set(stage, of);
  }
  return counts;
}

/** The smallest bound, in ms, under which a share of what came between two readings lies. */
export function boundMs(stage: string, share: number, { before, after }: { readonly before: StageCounts; readonly after: StageCounts }): number {
  const grown = [...(after.get(stage) ?? [])].map(([bound, count]) => [bound, count - (before.get(stage)?.get(bound) ?? 0)] as const).sort(([a], [b]) => a - b);
  const total = grown.at(-1)?.[1] ?? 0;
  return 1_000 * (grown.find(([, count]) => count >= share * total)?.[0] ?? NaN);
}

export const STAGES = ["receive", "wait", "normalise", "take-in", "push"] as const;

export function sayStages(readings: { readonly before: StageCounts; readonly after: StageCounts }): void {
  for (const stage of STAGES)
    console.log(
      `  ${stage}: p50 under ${boundMs(stage, 0.5, readings)} ms, p95 under ${boundMs(stage, 0.95, readings)} ms, p99 under ${boundMs(stage, 0.99, readings)} ms`,
    );
}
