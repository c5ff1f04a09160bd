/** What of an axis is in sight. */
export interface AxisSight {
  readonly low: number;
  readonly high: number;
  /** CSS pixels that [low, high] takes on a logarithmic scale. */
  readonly height: number;
}

/** Least distance between two labels, in CSS pixels; it is met where a logarithmic scale is tightest, at the top. */
const LEAST_GAP = 30;

/** Round prices to label, lowest first: multiples of 1, 2, 2.5 or 5 times a power of ten. */
export function priceTicks({ low, high, height }: AxisSight): number[] {
  if (!(low > 0) || !(high > low) || height <= 0) return [];
  const pixelsOfRatio = height / Math.log(high / low);
  const leastStep = high * -Math.expm1(-LEAST_GAP / pixelsOfRatio);
  const step = roundStep(leastStep);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step).filter((price) => price > 0);
}

/** Decimals that tell neighbouring ticks of these apart. */
export function decimalsOfTicks(ticks: readonly number[]): number {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : (ticks[0] ?? 1);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-6));
  const isWhole = (digits: number) => Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-6 * step * 10 ** digits;
  return Math.min(8, isWhole(decimals) ? decimals : decimals + 1);
}

function roundStep(least: number): number {
  const unit = 10 ** Math.floor(Math.log10(least));
  return unit * ([1, 2, 2.5, 5].find((lead) => lead * unit >= least) ?? 10);
}
