import { useEffect, useState } from "react";
import { formatTime, formatZone } from "#web/ui/format.ts";
import { clockText, clockTime } from "#web/ui/clock-text.ts";
import { type StoredSpan, nearestStored } from "./stored-span.ts";

interface TimeFieldProps {
  readonly span: StoredSpan;
  readonly at: number;
  readonly onChange: (timeMs: number) => void;
}

/** Date and time of the instant in the person's zone; what is typed counts when it is whole. A time of which nothing is stored is answered with the nearest that is. */
export function TimeField({ span, at, onChange }: TimeFieldProps) {
  const [typed, setTyped] = useState<string>();
  const [offered, setOffered] = useState<number>();
  useEffect(() => setTyped(undefined), [at]);

  function take(): void {
    const timeMs = typed === undefined ? NaN : clockTime(typed);
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
        aria-label={`Date and time that are shown, ${formatZone(at)}`}
        className="replay-time-field"
        min={clockText(span.firstMs)}
        max={clockText(span.lastMs)}
        value={typed ?? clockText(at)}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={take}
        onKeyDown={({ key, currentTarget }) => key === "Enter" && currentTarget.blur()}
      />
      <span className="muted">{formatZone(at)}</span>
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
