import { asMs, DAY_MS, type Ms } from "#core/units.ts";
import { csvName, inputName, type InputFile } from "./csv/input-file.ts";

export interface FilePeriod {
  readonly from: Ms;
  /** Exclusive. */
  readonly to: Ms;
}

const ALWAYS: FilePeriod = { from: asMs(Number.NEGATIVE_INFINITY), to: asMs(Number.POSITIVE_INFINITY) };
const DATED = /-(\d{4})-(\d\d)(?:-(\d\d))?\.csv$/i;

/** The day or month in a dump's name (`BTCUSDT-1m-2024-01-31.csv`); all time when there is none. */
export function filePeriod(file: InputFile): FilePeriod {
  const match = DATED.exec(csvName(file)) ?? DATED.exec(file.path.replace(/\.zip$/i, ".csv"));
  if (match === null) return ALWAYS;
  const [year, month, day] = [Number(match[1]), Number(match[2]) - 1, match[3]];
  if (day === undefined) return { from: asMs(Date.UTC(year, month)), to: asMs(Date.UTC(year, month + 1)) };
  const from = Date.UTC(year, month, Number(day));
  return { from: asMs(from), to: asMs(from + DAY_MS) };
}

/**
 * Sorts files into runs in which no two overlap, so that a run can be read one file after the other.
 * Daily files, or monthly ones, make one run; a day that is there in both makes two, which are merged row by row.
 */
export function consecutiveRuns<File extends InputFile>(files: readonly File[]): readonly (readonly File[])[] {
  const dated = files.map((file) => ({ file, ...filePeriod(file) }));
  dated.sort((a, b) => a.from - b.from || b.to - a.to || (inputName(a.file) < inputName(b.file) ? -1 : 1));
  const runs: { end: number; files: File[] }[] = [];
  for (const { file, from, to } of dated) {
    const run = runs.find(({ end }) => end <= from);
    if (run === undefined) runs.push({ end: to, files: [file] });
    else {
      run.end = to;
      run.files.push(file);
    }
  }
  return runs.map(({ files }) => files);
}
