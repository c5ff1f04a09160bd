import { HOUR_MS, type Ms, asMs } from "#core/units.ts";

export const SUFFIX = ".jsonl.gz";

/** Name of the hour (UTC) that holds `time`, e.g. `2026-03-03T10`: names sort by time. */
export const hourNameOf = (time: number): string => new Date(time).toISOString().slice(0, 13);

/** End of the hour that a file's name begins with; undefined for a file that is none of the shelf's. */
export function endOfHour(fileName: string): Ms | undefined {
  const [, hour] = /^(\d{4}-\d\d-\d\dT\d\d)-[\w-]+\.jsonl\.gz$/.exec(fileName) ?? [];
  const start = hour === undefined ? NaN : Date.parse(`${hour}:00:00Z`);
  return Number.isNaN(start) ? undefined : asMs(start + HOUR_MS);
}
