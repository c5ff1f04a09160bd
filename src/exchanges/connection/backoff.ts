const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/** Delay in ms before attempt `failures + 1`: doubles from half a second to a minute, with half of it left to chance so that clients do not return in step. */
export function backoffMs(failures: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 16));
  return ceiling * (0.5 + 0.5 * random());
}
