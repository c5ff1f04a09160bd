/** A bar in which much was liquidated. */
export interface Burst {
  /** Start of its bar, epoch ms. */
  readonly fromMs: number;
  readonly longUsd: number;
  readonly shortUsd: number;
}

export interface BurstsAsked {
  readonly most: number;
  /** Of bars nearer to each other than this only the largest is one. */
  readonly apartMs: number;
}

/** The bars with most printed liquidations, in time order. */
export function largestBursts(bars: readonly Burst[], { most, apartMs }: BurstsAsked): readonly Burst[] {
  const chosen: Burst[] = [];
  for (const bar of bars.toSorted((a, b) => usdOf(b) - usdOf(a))) {
    if (chosen.length === most || usdOf(bar) === 0) break;
    if (chosen.every(({ fromMs }) => Math.abs(fromMs - bar.fromMs) >= apartMs)) chosen.push(bar);
  }
  return chosen.sort((a, b) => a.fromMs - b.fromMs);
}

const usdOf = ({ longUsd, shortUsd }: Burst): number => longUsd + shortUsd;
