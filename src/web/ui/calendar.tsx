import "#web/styles/calendar.css";
import { type KeyboardEvent, useContext, useEffect, useRef, useState } from "react";
import { dayName, daysOn, monthName, monthsOn, weekdayName, weeksAround } from "./calendar-month.ts";
import { clockText, clockTime } from "./clock-text.ts";
import { Closing } from "./opener.ts";

export interface CalendarProps {
  readonly valueMs: number;
  /** What can be chosen, both ends included. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly onChange: (timeMs: number) => void;
}

const MOVES: Readonly<Record<string, (day: string) => string>> = {
  ArrowLeft: (day) => daysOn(day, -1),
  ArrowRight: (day) => daysOn(day, 1),
  ArrowUp: (day) => daysOn(day, -7),
  ArrowDown: (day) => daysOn(day, 7),
  PageUp: (day) => monthsOn(day, -1),
  PageDown: (day) => monthsOn(day, 1),
};

/** A month of days in the person's zone and language; a chosen one keeps the time of day, as far as it can be. */
export function Calendar({ valueMs, firstMs, lastMs, onChange }: CalendarProps) {
  const chosen = clockText(valueMs);
  const [day, setDay] = useState(chosen.slice(0, 10));
  const close = useContext(Closing);
  const days = useRef<HTMLTableElement>(null);
  const [first, last] = [firstMs, lastMs].map((timeMs) => clockText(timeMs).slice(0, 10));
  const within = (to: string) => (to < first ? first : to > last ? last : to);
  useEffect(() => days.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(), [day]);
  function take(to: string): void {
    onChange(Math.min(lastMs, Math.max(firstMs, clockTime(`${to}${chosen.slice(10)}`))));
    close();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    setDay(within(move(day)));
  }
  const weeks = weeksAround(day);
  return (
    <div className="calendar">
      <div className="calendar-head">
        <MonthButton label="Month before" sign="‹" isClosed={day.slice(0, 7) <= first.slice(0, 7)} onPress={() => setDay(within(monthsOn(day, -1)))} />
        <strong aria-live="polite">{monthName(day)}</strong>
        <MonthButton label="Month after" sign="›" isClosed={day.slice(0, 7) >= last.slice(0, 7)} onPress={() => setDay(within(monthsOn(day, 1)))} />
      </div>
      <table ref={days} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weeks[0].map((each) => (
              <th key={each.day} scope="col">
                {weekdayName(each.day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0].day}>
              {week.map((each) => (
                <td key={each.day}>
                  <button
                    type="button"
                    className="calendar-day"
                    data-other={!each.isOfMonth}
                    aria-label={dayName(each.day)}
                    aria-pressed={each.day === chosen.slice(0, 10)}
                    disabled={each.day < first || each.day > last}
                    tabIndex={each.day === day ? 0 : -1}
                    onClick={() => take(each.day)}
                  >
                    {Number(each.day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface MonthButtonProps {
  readonly label: string;
  readonly sign: string;
  readonly isClosed: boolean;
  readonly onPress: () => void;
}

function MonthButton({ label, sign, isClosed, onPress }: MonthButtonProps) {
  return (
    <button type="button" className="quiet-button" aria-label={label} disabled={isClosed} onClick={onPress}>
      {sign}
    </button>
  );
}
