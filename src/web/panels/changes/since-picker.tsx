import { InstantField } from "#web/ui/instant-field.tsx";
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
  /** What is stored of the market. */
  readonly stored: { readonly firstMs: number; readonly lastMs: number };
  readonly onSince: (since: Since) => void;
}

/** A named instant, or one by date and time in the person's zone. */
export function SincePicker({ since, earlier, stored, onSince }: SincePickerProps) {
  const chosen = typeof since === "number" ? since : earlier?.sinceMs;
  return (
    <div className="changes-since">
      <Segments<SinceName | typeof OTHER>
        name="Since"
        segments={NAMED}
        value={typeof since === "number" ? OTHER : since}
        onChange={(value) => value !== OTHER && onSince(value)}
      />
      <InstantField label="Since another time" valueMs={chosen} {...stored} onChange={onSince} />
    </div>
  );
}
