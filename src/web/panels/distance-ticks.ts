import { decimal } from "#web/ui/locale.ts";

export interface DistanceTick {
  /** Share of price, signed. */
  readonly distance: number;
  readonly label: string;
}

export interface TicksAsked {
  /** Shares of price, signed. */
  readonly from: number;
  readonly to: number;
  /** How many ticks there is room for. */
  readonly most: number;
}

/** In hundredths of a percent: whole steps that people count in. */
const STEPS = [10, 20, 50, 100, 200, 500, 1_000, 2_000];
const UNITS = 10_000;

/** Round distances from the price, as many as there is room for; none where the plot has no width. */
export function distanceTicks({ from, to, most }: TicksAsked): readonly DistanceTick[] {
  if (!(to > from)) return [];
  const [first, last] = [Math.round(from * UNITS), Math.round(to * UNITS)];
  const step = STEPS.find((candidate) => first % candidate === 0 && last % candidate === 0 && (last - first) / candidate < most) ?? last - first;
  return Array.from({ length: (last - first) / step + 1 }, (_, count) => first + count * step).map((at) => ({
    distance: at / UNITS,
    label: labelOf(at, step),
  }));
}

function labelOf(at: number, step: number): string {
  if (at === 0) return "price";
  return `${at < 0 ? "−" : "+"}${decimal(Math.abs(at) / 100, step % 100 === 0 ? 0 : 1)} %`;
}
