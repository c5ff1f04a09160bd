/** What a slider can be put on. */
export interface SliderReach {
  readonly min: number;
  readonly max: number;
  /** Steps that neighbouring handles keep between them. */
  readonly leastApart?: number;
}

/** A page up or down is worth so many steps. */
const PAGE_STEPS = 10;

const STEPS_OF_KEY: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -PAGE_STEPS,
  PageUp: PAGE_STEPS,
  Home: -Infinity,
  End: Infinity,
};

/** Steps that a key moves a handle by; undefined where it is not a slider's key. */
export const stepsOfKey = (key: string, withShift: boolean): number | undefined => {
  const steps = STEPS_OF_KEY[key];
  return steps && withShift && Math.abs(steps) === 1 ? steps * PAGE_STEPS : steps;
};

/** The values with one of them put as near to `value` as its neighbours and the ends let it. */
export function movedHandle(values: readonly number[], index: number, { value, ...reach }: SliderReach & { readonly value: number }): readonly number[] {
  const apart = reach.leastApart ?? 0;
  const low = Math.max(reach.min, (values[index - 1] ?? -Infinity) + apart);
  const high = Math.min(reach.max, (values[index + 1] ?? Infinity) - apart);
  return values.with(index, Math.max(low, Math.min(high, Math.round(value))));
}

/** Index of the handle that a press at `value` takes: the nearest, and of two in one place the one that can go there. */
export function nearestHandle(values: readonly number[], value: number): number {
  let nearest = 0;
  values.forEach((own, index) => {
    const nearer = Math.abs(own - value) - Math.abs(values[nearest] - value);
    if (nearer < 0 || (nearer === 0 && value > own)) nearest = index;
  });
  return nearest;
}
