import { clockTime } from "./clock-text.ts";
import { timePart } from "./locale.ts";

const DAY_MS = 86_400_000;

/** A day of a clock, as `2026-11-18`, and whether it is of the month that is looked at. */
export interface CalendarDay {
  readonly day: string;
  readonly isOfMonth: boolean;
}

/** Six weeks around the month of a day, Mondays first: the sheet never changes its height. */
export function weeksAround(day: string): readonly (readonly CalendarDay[])[] {
  const month = day.slice(0, 7);
  const firstMs = Date.parse(`${month}-01`);
  const mondayMs = firstMs - ((new Date(firstMs).getUTCDay() + 6) % 7) * DAY_MS;
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => {
      const at = dayText(mondayMs + (7 * week + weekday) * DAY_MS);
      return { day: at, isOfMonth: at.startsWith(month) };
    }),
  );
}

/** The same day of a month so many months on, or its last one. */
export function monthsOn(day: string, months: number): string {
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return dayText(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** So many days on. */
export const daysOn = (day: string, days: number): string => dayText(Date.parse(day) + days * DAY_MS);

/** `Nov 2026` of a day on the person's clock. */
export const monthName = (day: string): string => `${timePart(noonOf(day), "month")} ${day.slice(0, 4)}`;

/** `18 Nov 2026`. */
export const dayName = (day: string): string => `${timePart(noonOf(day), "date")} ${day.slice(0, 4)}`;

/** `Wed`. */
export const weekdayName = (day: string): string => timePart(noonOf(day), "weekday");

const noonOf = (day: string): number => clockTime(`${day}T12:00`);

const dayText = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
