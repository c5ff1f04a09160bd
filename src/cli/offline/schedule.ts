import { AppError } from "#core/app-error.ts";
import type { Ms } from "#core/units.ts";
import { parseSpan, parseTime } from "./parse-times.ts";

/** The instants at which a map is asked for, ascending. `next` is undefined when there is none left. */
export interface Schedule {
  /** The next instant; a schedule with a period counts from the history's first time when no start was given. */
  next(firstTime: number): number | undefined;
  advance(): void;
  /** True when instants after the end of the data are still to be answered (they were named), false when they end with it. */
  readonly beyondData: boolean;
}

export interface ScheduleOptions {
  readonly at?: string;
  readonly every?: string;
  readonly start?: string;
  readonly end?: string;
}

/** Builds the schedule from `--at` or `--every [--start] [--end]`. Throws `bad-input` when it is neither or both. */
export function createSchedule({ at, every, start, end }: ScheduleOptions): Schedule {
  if ((at === undefined) === (every === undefined))
    throw new AppError("bad-input", "say when: either --at TIME[,TIME...] or --every SPAN [--start TIME] [--end TIME]");
  if (at === undefined) return periodic(parseSpan(every ?? "", "--every"), { start: optionalTime(start, "--start"), end: optionalTime(end, "--end") });
  if (start !== undefined || end !== undefined) throw new AppError("bad-input", "--start and --end go with --every; --at names its times itself");
  return namedTimes(at);
}

const optionalTime = (text: string | undefined, option: string): Ms | undefined => (text === undefined ? undefined : parseTime(text, option));

function namedTimes(at: string): Schedule {
  const times = [...new Set(at.split(",").map((text) => parseTime(text, "--at")))].sort((a, b) => a - b);
  let index = 0;
  return { next: () => times[index], advance: () => void index++, beyondData: true };
}

function periodic(every: Ms, { start, end }: { readonly start: Ms | undefined; readonly end: Ms | undefined }): Schedule {
  let count = 0;
  return {
    next(firstTime) {
      const first = start ?? Math.ceil(firstTime / every) * every;
      const time = first + count * every;
      return end !== undefined && time > end ? undefined : time;
    },
    advance: () => void count++,
    beyondData: false,
  };
}
