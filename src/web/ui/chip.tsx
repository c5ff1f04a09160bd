import type { ReactNode } from "react";
import { Tip } from "./tip.tsx";

export interface ChipProps {
  readonly label: ReactNode;
  readonly pressed: boolean;
  /** Off is as good as on: it is not struck out. */
  readonly isOption?: boolean;
  readonly hint?: string | undefined;
  /** A colour sample before the label, as a CSS colour. */
  readonly swatch?: string;
  /** Why it cannot be pressed now; undefined: it can. */
  readonly closedBecause?: string | undefined;
  readonly onPress: () => void;
}

/** One switch of a row of filters. */
export function Chip({ label, pressed, isOption = false, hint, swatch, closedBecause, onPress }: ChipProps) {
  return (
    <Tip text={closedBecause ?? hint}>
      <button
        type="button"
        className="chip"
        data-option={isOption}
        aria-pressed={pressed}
        aria-disabled={closedBecause !== undefined && !pressed}
        onClick={closedBecause === undefined || pressed ? onPress : undefined}
      >
        {swatch && <span className="swatch" style={{ background: swatch }} />}
        {label}
      </button>
    </Tip>
  );
}
