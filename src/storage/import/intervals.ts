import { asMs, DAY_MS, HOUR_MS, MINUTE_MS, type Ms } from "#core/units.ts";

/** Candle intervals of fixed length by their name in file names. */
export const INTERVALS: ReadonlyMap<string, Ms> = new Map([
  ...[1, 3, 5, 15, 30].map((minutes) => [`${minutes}m`, asMs(minutes * MINUTE_MS)] as const),
  ...[1, 2, 4, 6, 8, 12].map((hours) => [`${hours}h`, asMs(hours * HOUR_MS)] as const),
  ...[1, 3, 7].map((days) => [days === 7 ? "1w" : `${days}d`, asMs(days * DAY_MS)] as const),
]);

/** Intervals of the candles in a market folder. */
export const FOLDER_INTERVALS: readonly string[] = ["1m", "5m", "15m", "30m", "1h"];

export interface FinestInterval<File> {
  readonly name: string;
  readonly intervalMs: Ms;
  readonly files: readonly File[];
  /** Names of the coarser intervals that are left unread. */
  readonly unread: readonly string[];
}

/** The files of the finest interval among those named by `intervalOf`; undefined when there is none. */
export function finestInterval<File>(files: readonly File[], intervalOf: (file: File) => string | undefined): FinestInterval<File> | undefined {
  const byLength = [...INTERVALS].filter(([name]) => files.some((file) => intervalOf(file) === name)).sort(([, a], [, b]) => a - b);
  if (byLength.length === 0) return undefined;
  const [[name, intervalMs], ...coarser] = byLength;
  return { name, intervalMs, files: files.filter((file) => intervalOf(file) === name), unread: coarser.map(([name]) => name) };
}

/** Says which candles were chosen among several intervals; nothing when there was no choice. */
export const finestNote = (what: string, { name, unread }: FinestInterval<unknown>): readonly string[] =>
  unread.length === 0 ? [] : [`There are ${what} of ${[name, ...unread].join(", ")}: the finest, ${name}, are read.`];

/** Mark candles that fill the history's candles, and a sentence about those that are longer and tell nothing about the inside of one. */
export function markWithin<File>(
  mark: FinestInterval<File> | undefined,
  candles: { readonly intervalMs: Ms },
): { readonly mark: FinestInterval<File> | undefined; readonly notes: readonly string[] } {
  if (mark === undefined || candles.intervalMs % mark.intervalMs === 0) return { mark, notes: [] };
  return {
    mark: undefined,
    notes: [`The mark candles of ${mark.name} do not fit into candles of ${candles.intervalMs / MINUTE_MS} minutes: they are not read.`],
  };
}
