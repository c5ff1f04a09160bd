import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumOfSameParts } from "./same-parts.ts";

describe("a stock summed over the same parts throughout", () => {
  it("is the sum of all where all are known", () => {
    const parts = [
      { of: "a", values: [1, 2] },
      { of: "b", values: [10, 20] },
    ];
    expect(sumOfSameParts(parts)).toEqual({ values: [11, 22], of: ["a", "b"], without: [] });
  });

  it("leaves out, at every bar, who is known of the last one alone, and says so", () => {
    const parts = [
      { of: "new", values: [null, null, null, 5] },
      { of: "a", values: [1, 2, 3, 4] },
      { of: "b", values: [10, 20, 30, 40] },
    ];
    expect(sumOfSameParts(parts)).toEqual({ values: [11, 22, 33, 44], of: ["a", "b"], without: ["new"] });
  });

  it("breaks where one that is in it was not known", () => {
    const parts = [
      { of: "a", values: [1, 1, 1, 1] },
      { of: "b", values: [10, null, 10, 10] },
    ];
    expect(sumOfSameParts(parts).values).toEqual([11, null, 11, 11]);
  });

  it("takes a short stretch of much before a long one of little", () => {
    const parts = [
      { of: "small", values: [1, 1, 1, 1] },
      { of: "large", values: [null, null, 90, 90] },
    ];
    expect(sumOfSameParts(parts)).toEqual({ values: [null, null, 91, 91], of: ["small", "large"], without: [] });
  });

  it("knows nothing of nobody", () => {
    expect(sumOfSameParts([])).toEqual({ values: [], of: [], without: [] });
    expect(sumOfSameParts([{ of: "a", values: [null, null] }])).toEqual({ values: [null, null], of: [], without: ["a"] });
  });

  const parts = fc.integer({ min: 1, max: 8 }).chain((bars) =>
    fc.uniqueArray(
      fc.record({
        of: fc.string(),
        values: fc.array(fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })), { minLength: bars, maxLength: bars }),
      }),
      { selector: ({ of }) => of, maxLength: 6 },
    ),
  );

  it("never changes who is in it from bar to bar, and names everybody once", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const { values, of, without } = sumOfSameParts(given);
        expect([...of, ...without].toSorted()).toEqual(given.map((part) => part.of).toSorted());
        const inIt = given.filter((part) => of.includes(part.of));
        for (const [bar, value] of values.entries()) {
          const known = inIt.every((part) => part.values[bar] !== null);
          if (inIt.length === 0 || !known) expect(value).toBeNull();
          else
            expect(value).toBeCloseTo(
              inIt.reduce((sum, part) => sum + (part.values[bar] ?? 0), 0),
              0,
            );
        }
      }),
    );
  });
});
