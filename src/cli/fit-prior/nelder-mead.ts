interface Point {
  readonly at: readonly number[];
  readonly value: number;
}

/** A local minimum of `f` near `start`, by Nelder and Mead's simplex: no derivatives, the same result every time. */
export function minimise(
  f: (at: readonly number[]) => number,
  start: readonly number[],
  { step, evaluations }: { step: number; evaluations: number },
): readonly number[] {
  const tried = { count: 0 };
  const point = (at: readonly number[]): Point => {
    tried.count++;
    return { at, value: f(at) };
  };
  let simplex = [point(start), ...start.map((_, i) => point(start.map((value, j) => (i === j ? value + step : value))))];
  while (tried.count < evaluations) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0];
    const worst = simplex[simplex.length - 1];
    const centre = start.map((_, i) => simplex.slice(0, -1).reduce((sum, { at }) => sum + at[i], 0) / start.length);
    const along = (by: number) => point(centre.map((value, i) => value + by * (worst.at[i] - value)));
    const reflected = along(-1);
    const next =
      reflected.value < best.value
        ? lower(reflected, along(-2))
        : reflected.value < simplex[simplex.length - 2].value
          ? reflected
          : lower(reflected, along(0.5));
    if (next.value < worst.value) simplex[simplex.length - 1] = next;
    else simplex = simplex.map((each) => (each === best ? each : point(each.at.map((value, i) => (value + best.at[i]) / 2))));
  }
  return simplex.reduce(lower).at;
}

const lower = (a: Point, b: Point): Point => (b.value < a.value ? b : a);
