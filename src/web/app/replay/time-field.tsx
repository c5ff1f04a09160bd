import { useState } from "react";
import { formatTime, formatZone } from "#web/ui/format.ts";
import { InstantField } from "#web/ui/instant-field.tsx";
import { type StoredSpan, nearestStored } from "./stored-span.ts";

interface TimeFieldProps {
  readonly span: StoredSpan;
  readonly at: number;
  readonly onChange: (timeMs: number) => void;
}

/** Date and time of the instant. A time of which nothing is stored is answered with the nearest that is. */
export function TimeField({ span, at, onChange }: TimeFieldProps) {
  const [offered, setOffered] = useState<number>();

  function take(timeMs: number): void {
    const nearest = nearestStored(span, timeMs);
    if (nearest === timeMs) return onChange(timeMs);
    setOffered(nearest);
  }

  return (
    <span className="replay-time">
      <InstantField label={`Date and time that are shown, ${formatZone(at)}`} valueMs={at} firstMs={span.firstMs} lastMs={span.lastMs} onChange={take} />
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
