import { clockText, clockTime } from "#web/ui/clock-text.ts";
import { formatZone } from "#web/ui/format.ts";
import { Segments } from "#web/ui/segments.tsx";
import type { Earlier } from "#web/panels/panel.ts";
import type { Since, SinceName } from "./since.ts";

const NAMED = [
  { value: "visit", label: "Last visit" },
  { value: "1h", label: "1 h" },
  { value: "4h", label: "4 h" },
  { value: "24h", label: "24 h" },
] as const satisfies readonly { readonly value: SinceName; readonly label: string }[];
/** None of the named ones. */
const OTHER = "other";

interface SincePickerProps {
  readonly since: Since;
  /** Undefined while it is not there. */
  readonly earlier: Earlier | undefined;
  readonly onSince: (since: Since) => void;
}

/** A named instant, or one by date and time in the person's zone. */
export function SincePicker({ since, earlier, onSince }: SincePickerProps) {
  const chosen = typeof since === "number" ? since : earlier?.sinceMs;
  function take(text: string): void {
    const timeMs = clockTime(text);
    if (!Number.isNaN(timeMs)) onSince(timeMs);
  }
  return (
    <div className="changes-since">
      <Segments<SinceName | typeof OTHER>
        name="Since"
        segments={NAMED}
        value={typeof since === "number" ? OTHER : since}
        onChange={(value) => value !== OTHER && onSince(value)}
      />
      <span className="replay-time">
        <input
          type="datetime-local"
          className="replay-time-field"
          aria-label="Since another time"
          key={chosen}
          defaultValue={chosen === undefined ? "" : clockText(chosen)}
          onBlur={({ target, currentTarget }) => currentTarget.defaultValue !== target.value && take(target.value)}
          onKeyDown={({ key, currentTarget }) => key === "Enter" && currentTarget.blur()}
        />
        {chosen !== undefined && <span className="muted">{formatZone(chosen)}</span>}
      </span>
    </div>
  );
}
