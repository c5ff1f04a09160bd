import fc from "fast-check";
import { expect } from "vitest";

/** What becomes of a sample: one or two values, at any depth, are something else. */
export type Change = readonly [at: number, value: unknown];

export const changes = (): fc.Arbitrary<readonly Change[]> => {
  const surprise = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("", " ", "NaN", "Infinity", "-1", "0", "1e999", "0x10", "1,5", null, -1, 0, 1.5, 1e300, true, [], {}),
  );
  return fc.array(fc.tuple(fc.nat(), surprise), { minLength: 1, maxLength: 2 });
};

/** One of the samples, changed. */
export const mutated = (samples: readonly object[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...samples), changes()).map(([sample, made]) => JSON.stringify(changed(sample, made)));

export function changed(sample: unknown, made: readonly Change[]): unknown {
  const copy = structuredClone(sample);
  if (typeof copy !== "object" || copy === null) return copy;
  for (const [at, value] of made) {
    const places = placesIn(copy as Record<string, unknown>);
    if (places.length === 0) break;
    const { parent, key } = places[at % places.length];
    parent[key] = value;
  }
  return copy;
}

/** Fails on any number in it, at any depth, that is not finite. */
export function expectFinite(value: unknown, path: string): void {
  if (typeof value === "number" && !Number.isFinite(value)) expect.fail(`${path} is ${value}`);
  if (typeof value === "object" && value !== null) for (const [key, inner] of Object.entries(value)) expectFinite(inner, `${path}.${key}`);
}

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function placesIn(parent: Record<string, unknown>): Place[] {
  const inner = Object.values(parent).filter((value): value is Record<string, unknown> => typeof value === "object" && value !== null);
  return [...Object.keys(parent).map((key) => ({ parent, key })), ...inner.flatMap(placesIn)];
}
