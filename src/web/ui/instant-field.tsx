import "#web/styles/instant-field.css";
import { useEffect, useId, useState } from "react";
import { deferred } from "./deferred.tsx";
import { formatZone } from "./format.ts";
import { Popover } from "./popover.tsx";
import { readTime, writtenTime } from "./written-time.ts";

export interface InstantFieldProps {
  readonly label: string;
  /** Undefined: none is known yet. */
  readonly valueMs: number | undefined;
  /** What the calendar offers; what is typed may lie outside. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly onChange: (timeMs: number) => void;
}

const Calendar = deferred(async () => (await import("./calendar.tsx")).Calendar, <p className="muted">Loading …</p>);

/** Date and time, written in the person's language and zone: typed, or chosen from a calendar. What is typed counts when the field is left. */
export function InstantField({ label, valueMs, firstMs, lastMs, onChange }: InstantFieldProps) {
  const [typed, setTyped] = useState<string>();
  const [isWrong, setWrong] = useState(false);
  const note = useId();
  useEffect(letGo, [valueMs]);
  const shown = valueMs === undefined ? "" : writtenTime(valueMs);

  function letGo(): void {
    setTyped(undefined);
    setWrong(false);
  }

  function take(): void {
    const timeMs = typed === undefined || typed === shown ? undefined : readTime(typed, valueMs ?? lastMs);
    setWrong(Number.isNaN(timeMs));
    if (timeMs === undefined || Number.isNaN(timeMs)) return;
    setTyped(undefined);
    onChange(timeMs);
  }

  return (
    <span className="instant-field">
      <input
        type="text"
        inputMode="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? note : undefined}
        className="instant-text"
        value={typed ?? shown}
        onChange={({ target }) => setTyped(target.value)}
        onFocus={({ target }) => target.select()}
        onBlur={take}
        onKeyDown={({ key, currentTarget }) => {
          if (key === "Enter") currentTarget.blur();
          if (key === "Escape") letGo();
        }}
      />
      {valueMs !== undefined && <span className="muted instant-zone">{formatZone(valueMs)}</span>}
      {valueMs !== undefined && (
        <Popover name="Calendar" trigger={CALENDAR_BUTTON}>
          <Calendar valueMs={valueMs} firstMs={firstMs} lastMs={lastMs} onChange={onChange} />
        </Popover>
      )}
      {isWrong && (
        <span className="instant-note" id={note} role="alert">
          Not a time. As in {shown}, or 14:05.
        </span>
      )}
    </span>
  );
}

const CALENDAR_BUTTON = (
  <button type="button" className="quiet-button instant-calendar" aria-label="Choose a day">
    <svg viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v4M13 3v4" />
    </svg>
  </button>
);
