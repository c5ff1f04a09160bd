/** One figure of the table: what was measured beside what it has to be. */
export interface Figure {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  /** Undefined: there is nothing to miss. */
  readonly isReached: boolean | undefined;
}

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
  readonly count: number;
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), worst: at(1), count: sorted.length };
}

export const saySpread = ({ p50, p95, worst, count }: Spread): string => {
  const digits = worst < 100 ? 1 : 0;
  return `p50 ${p50.toFixed(digits)}, p95 ${p95.toFixed(digits)}, worst ${worst.toFixed(digits)} ms of ${count}`;
};

export const kB = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} kB`;

/** Says a figure as soon as it is there, as a row of a Markdown table. */
export function sayFigure({ what, target, measured, isReached }: Figure): void {
  const verdict = isReached === undefined ? "" : isReached ? "reached" : "**missed**";
  console.log(`| ${what} | ${target} | ${measured} | ${verdict} |`);
}

export function sayHead(): void {
  console.log("| what | target | measured | |\n| --- | --- | --- | --- |");
}
