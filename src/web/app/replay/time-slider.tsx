import { formatSpan, formatTime, formatZone } from "#web/ui/format.ts";
import { STEP_MS } from "./replay-clock.ts";
import { type StoredSpan, nearestStored } from "./stored-span.ts";

interface TimeSliderProps {
  readonly span: StoredSpan;
  readonly at: number;
  readonly onChange: (timeMs: number) => void;
}

/** Scrubs through all that is stored; hatched where nobody listened. */
export function TimeSlider({ span, at, onChange }: TimeSliderProps) {
  const { firstMs, lastMs, holes } = span;
  const lengthMs = Math.max(STEP_MS, lastMs - firstMs);
  const percent = (timeMs: number) => `${((timeMs - firstMs) / lengthMs) * 100}%`;
  const shown = nearestStored(span, at);
  return (
    <div className="replay-slider">
      <div className="replay-track" aria-hidden="true">
        <div className="replay-past" style={{ width: percent(shown) }} />
        {holes.map(({ fromMs, toMs }) => (
          <div
            key={fromMs}
            className="replay-hole"
            style={{ left: percent(fromMs), width: `max(2px, ${((toMs - fromMs) / lengthMs) * 100}%)` }}
            title={`Nobody listened from ${formatTime(fromMs)} for ${formatSpan(Math.ceil((toMs - fromMs) / STEP_MS) * STEP_MS)}`}
          />
        ))}
      </div>
      <input
        type="range"
        aria-label="Instant that is shown"
        aria-valuetext={`${formatTime(shown)} ${formatZone(shown)}`}
        min={firstMs}
        max={firstMs + Math.floor(lengthMs / STEP_MS) * STEP_MS}
        step={STEP_MS}
        value={shown}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
    </div>
  );
}
