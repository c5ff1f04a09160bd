import { zoneOffset } from "./locale.ts";

const offsetMs = (timeMs: number): number => zoneOffset(Math.floor(timeMs / 1_000)) * 1_000;

/** What the person's clock says at an instant, as date fields of a browser have it: `2026-11-18T14:05`. */
export const clockText = (timeMs: number): string => new Date(timeMs + offsetMs(timeMs)).toISOString().slice(0, 16);

/** The instant at which the person's clock says so; NaN for what is no time. Of an hour that clocks go through twice, the later. */
export function clockTime(text: string): number {
  const asUtcMs = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtcMs)) return asUtcMs;
  const nearMs = asUtcMs - offsetMs(asUtcMs);
  return asUtcMs - offsetMs(nearMs);
}
