import { useEffect, useState } from "react";
import { formatTime } from "#web/ui/format.ts";
import { type StoredSpan, nearestStored } from "./stored-span.ts";

interface TimeFieldProps {
  readonly span: StoredSpan;
  readonly at: number;
  readonly onChange: (timeMs: number) => void;
}

const MINUTE_DIGITS = 16;
const textOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, MINUTE_DIGITS);

/** Date and time of the instant in UTC; what is typed counts when it is whole. A time of which nothing is stored is answered with the nearest that is. */
export function TimeField({ span, at, onChange }: TimeFieldProps) {
  const [typed, setTyped] = useState<string>();
  const [offered, setOffered] = useState<number>();
  useEffect(() => setTyped(undefined), [at]);

  function take(): void {
    const timeMs = typed === undefined ? NaN : Date.parse(`${typed}Z`);
    setTyped(undefined);
    if (Number.isNaN(timeMs)) return;
    const nearest = nearestStored(span, timeMs);
    if (nearest === timeMs) return onChange(timeMs);
    setOffered(nearest);
  }

  return (
    <span className="replay-time">
      <input
        type="datetime-local"
        aria-label="Date and time that are shown, UTC"
        className="replay-time-field"
        min={textOf(span.firstMs)}
        max={textOf(span.lastMs)}
        value={typed ?? textOf(at)}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={take}
        onKeyDown={({ key, currentTarget }) => key === "Enter" && currentTarget.blur()}
      />
      <span className="muted">UTC</span>
      {offered !== undefined && (
        <span className="replay-offer" role="alert">
          Nothing is stored of that time.
          <button
            type="button"
            className="text-button"
            onClick={() => {
              setOffered(undefined);
              onChange(offered);
            }}
          >
            Go to {formatTime(offered)}, the nearest
          </button>
          <button type="button" className="quiet-button" aria-label="Close" onClick={() => setOffered(undefined)}>
            ✕
          </button>
        </span>
      )}
    </span>
  );
}
