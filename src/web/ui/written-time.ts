import { clockText, clockTime } from "./clock-text.ts";
import { formatFullTime } from "./format.ts";
import { timePart } from "./locale.ts";

const ISO = /^\s*\d{4}-\d{1,2}-\d{1,2}[t\s]+\d{1,2}:\d{2}\s*$/i;
const CLOCK = /(\d{1,2})\s*[:.h]\s*(\d{2})\s*$/;
const ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A date and time as the person writes them, with the year: what {@link readTime} reads back. */
export const writtenTime = (timeMs: number): string => formatFullTime(timeMs);

/**
 * The instant that a person has typed on their own clock: as the page writes it, without its year, the time of day alone, or `2026-11-18 14:05`.
 * What is left out is as it is at `nearMs`. NaN for what is none.
 */
export function readTime(text: string, nearMs: number): number {
  if (ISO.test(text)) return atClock(numbersOf(text));
  const clock = CLOCK.exec(text);
  if (!clock) return NaN;
  const near = numbersOf(clockText(nearMs));
  const date = text.slice(0, clock.index);
  const day = date.trim() === "" ? near.slice(0, 3) : dayOf(date, near[0]);
  return day ? atClock([...day, Number(clock[1]), Number(clock[2])]) : NaN;
}

/** Year, month and day; undefined where they cannot be told. */
function dayOf(text: string, nearYear: number): readonly number[] | undefined {
  const numbers = numbersOf(text);
  const year = numbers.find((number) => number > 999) ?? nearYear;
  const rest = numbers.filter((number) => number <= 999);
  const month = monthNamed(lettersOf(text));
  if (month !== undefined) return rest.length === 1 ? [year, month, rest[0]] : undefined;
  if (rest.length !== 2) return undefined;
  return putsDayFirst() ? [year, rest[1], rest[0]] : [year, rest[0], rest[1]];
}

/** 1 to 12, by what stands beside the numbers of a date in the person's language, or in English. */
function monthNamed(letters: string): number | undefined {
  if (letters === "") return undefined;
  const names = Array.from({ length: 12 }, (_, month) => lettersOf(timePart(Date.UTC(2026, month, 15, 12), "date")));
  const isNamed = new Set(names).size === names.length;
  const found = (each: readonly string[]) => each.findIndex((name) => name !== "" && letters.startsWith(name));
  const at = isNamed ? found(names) : -1;
  const month = at >= 0 ? at : found(ENGLISH);
  return month < 0 ? undefined : month + 1;
}

/** Whether the person's language writes the 15th of December as 15, then 12. */
const putsDayFirst = (): boolean => numbersOf(timePart(Date.UTC(2026, 11, 15, 12), "date"))[0] === 15;

const numbersOf = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);
const lettersOf = (text: string): string => (text.toLowerCase().match(/\p{L}+/gu) ?? []).join("");

const two = (number: number): string => String(number).padStart(2, "0");

function atClock([year, month, day, hour, minute]: readonly number[]): number {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59) return NaN;
  const text = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
  const timeMs = clockTime(text);
  // The 31st of a month that has none is no day.
  return !Number.isNaN(timeMs) && clockText(timeMs).slice(0, 10) === text.slice(0, 10) ? timeMs : NaN;
}
