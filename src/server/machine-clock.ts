import type { HubStatus } from "#pipeline/hub.ts";

/** Clocks that are further apart put what happens into the wrong minute. */
const NOTABLE_MS = 2_000;

/** How far this machine's clock is ahead of those of the exchanges (negative: behind); undefined while most of them agree with it, or none has told its time. */
export function machineClockFastMs(feeds: readonly Pick<HubStatus["feeds"][number], "stream" | "skewMs">[]): number | undefined {
  const skews = feeds.flatMap(({ stream, skewMs }) => (stream === "clock" ? (skewMs ?? []) : [])).toSorted((a, b) => a - b);
  if (skews.length === 0) return undefined;
  // Of an even number the one nearer to ours: half of them may be wrong.
  const [low, high] = [skews[(skews.length - 1) >> 1], skews[skews.length >> 1]];
  const skewMs = Math.abs(low) < Math.abs(high) ? low : high;
  return Math.abs(skewMs) >= NOTABLE_MS ? -skewMs : undefined;
}

/** The same as a sentence that says what follows from it and what to do. */
export function machineClockSentence(fastMs: number): string {
  const seconds = Math.abs(fastMs) / 1_000;
  const much = seconds < 120 ? `${seconds.toFixed(0)} s` : `${Math.round(seconds / 60)} min`;
  const effect = fastMs > 0 ? "maps look that much older than they are" : "maps end that much too early";
  return `this machine's clock is ${much} ${fastMs > 0 ? "fast" : "slow"}, by that of the exchanges: ${effect}; set it over the network (NTP), nothing has to be restarted`;
}
