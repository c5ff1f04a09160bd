import { Tip } from "./tip.tsx";

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Why it cannot be chosen now; it then stays in place, greyed. */
  readonly closedBecause?: string | undefined;
}

export interface SegmentsProps<Value extends string> {
  readonly name: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A row of which one is chosen. Closed ones keep their reason reachable by pointer and keyboard. */
export function Segments<Value extends string>({ name, segments, value, onChange }: SegmentsProps<Value>) {
  return (
    <div className="segments" role="radiogroup" aria-label={name}>
      {segments.map((segment) => (
        <Tip key={segment.value} text={segment.closedBecause}>
          <button
            type="button"
            role="radio"
            className="segment"
            aria-checked={segment.value === value}
            aria-disabled={segment.closedBecause !== undefined}
            onClick={() => segment.closedBecause === undefined && onChange(segment.value)}
          >
            {segment.label}
          </button>
        </Tip>
      ))}
    </div>
  );
}
