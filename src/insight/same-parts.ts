/** One part of a sum, a value a bar; null where it is not known. */
export interface SumPart {
  /** Whose it is, e.g. `Binance BTCUSDT`. */
  readonly of: string;
  readonly values: readonly (number | null)[];
}

export interface SameParts {
  /** Summed over the same parts at every bar; null where one of them is not known. */
  readonly values: readonly (number | null)[];
  readonly of: readonly string[];
  /** Who is not in it. */
  readonly without: readonly string[];
}

/**
 * A stock summed over the same parts throughout: who comes and goes would make rises and falls that never were. Of the parts known longest, as many as
 * make the sum say the most, amount times bars: one that nobody kept until an hour ago does not take the day from the others. Lengths are equal.
 */
export function sumOfSameParts(parts: readonly SumPart[]): SameParts {
  const bars = parts[0]?.values.length ?? 0;
  const longestKnown = parts
    .map((part) => ({ part, known: part.values.filter((value) => value !== null).length }))
    .filter(({ known }) => known > 0)
    .toSorted((a, b) => b.known - a.known);
  let values: readonly (number | null)[] = Array.from({ length: bars }, () => null);
  let most = 0;
  let taken = 0;
  let sum: readonly (number | null)[] = values.map(() => 0);
  for (const [index, { part }] of longestKnown.entries()) {
    sum = sum.map((before, bar) => plus(before, part.values[bar]));
    const says = sum.reduce<number>((total, value) => total + (value ?? 0), 0);
    if (says <= most) continue;
    [values, most, taken] = [sum, says, index + 1];
  }
  const of = new Set(longestKnown.slice(0, taken).map(({ part }) => part.of));
  return { values, of: [...of], without: parts.flatMap((part) => (of.has(part.of) ? [] : [part.of])) };
}

const plus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
