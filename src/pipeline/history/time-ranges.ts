import { type Ms, asMs } from "#core/units.ts";
import type { TimeRange } from "#storage/store.ts";

/** Ranges that neither overlap nor touch, oldest first. */
export type TimeRanges = readonly TimeRange[];

/** The ranges with another one added; what overlaps or touches becomes one. */
export function withRange(ranges: TimeRanges, added: TimeRange): TimeRanges {
  if (added.from >= added.to) return ranges;
  const apart = ranges.filter(({ from, to }) => to < added.from || from > added.to);
  const joined = ranges.filter((range) => !apart.includes(range));
  const from = Math.min(added.from, ...joined.map((range) => range.from));
  const to = Math.max(added.to, ...joined.map((range) => range.to));
  return [...apart, { from: asMs(from), to: asMs(to) }].sort((a, b) => a.from - b.from);
}

/** What of `whole` none of the ranges covers, oldest first. */
export function uncovered(whole: TimeRange, ranges: TimeRanges): TimeRanges {
  const missing: TimeRange[] = [];
  let at: Ms = whole.from;
  for (const { from, to } of ranges) {
    if (to <= at) continue;
    if (from >= whole.to) break;
    if (from > at) missing.push({ from: at, to: from });
    at = to;
  }
  if (at < whole.to) missing.push({ from: at, to: whole.to });
  return missing;
}

export const spanOf = (ranges: TimeRanges): number => ranges.reduce((sum, { from, to }) => sum + to - from, 0);

/** Ranges as a store's note keeps them; absent: none. */
export const rangesFrom = (text: string | undefined): TimeRanges =>
  text === undefined ? [] : (JSON.parse(text) as [number, number][]).map(([from, to]) => ({ from: asMs(from), to: asMs(to) }));
export const textOf = (ranges: TimeRanges): string => JSON.stringify(ranges.map(({ from, to }) => [from, to]));
