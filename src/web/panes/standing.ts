/** A stock or a rate stands until the next one is known; null before the first. */
export function standing(values: readonly (number | null)[]): readonly (number | null)[] {
  let last: number | null = null;
  return values.map((value) => (last = value ?? last));
}
