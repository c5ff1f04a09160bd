const STEPS = [2, 5, 10, 20];
const MOST_LINES = 4;

/** Round amounts up to the top, at most four and at least one: 1, 2 or 5 of a power of ten apart. */
export function roundAmounts(top: number): readonly number[] {
  if (!(top > 0)) return [];
  const decade = 10 ** Math.floor(Math.log10(top) - 1);
  const step = decade * (STEPS.find((of) => top / (of * decade) < MOST_LINES + 1) ?? 50);
  return Array.from({ length: Math.floor(top / step) }, (_, at) => (at + 1) * step);
}
