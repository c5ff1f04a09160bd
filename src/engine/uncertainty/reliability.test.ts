import { describe, expect, test } from "vitest";
import { noteLife } from "./book-life.ts";
import { type Grounds, reliabilityOf } from "./reliability.ts";

const WHOLE: Grounds = { explainedShare: 0.99, coveredShare: 1, markKnown: true, bracketsKnown: true, bookDays: 30, learnedOrders: 2000, stepsLate: 0 };

describe("reliability", () => {
  test("whole inputs are an A with nothing to say", () => {
    expect(reliabilityOf(WHOLE)).toMatchObject({ grade: "A", reasons: [] });
    expect(reliabilityOf(WHOLE).score).toBeGreaterThan(0.97);
  });

  test.each([
    [{ explainedShare: 0.6 }, "C", "traded volume accounts for 60 % of the change in open interest over 24 h"],
    [{ coveredShare: 0.75 }, "B", "there was data for 75 % of the last day"],
    [{ markKnown: false }, "B", "the last price stands in for the mark"],
    [{ bracketsKnown: false }, "B", "this contract's margin brackets are not on file and its exchange has told none yet: a cautious table stands in"],
    [{ bookDays: 0.5 }, "C", "the book is less than a day old; what was opened before is a guess"],
    [{ bookDays: 3.2 }, "B", "the book is 3 days old; what was opened before is a guess"],
    [{ learnedOrders: 0 }, "B", "leverage is learned from no printed liquidation yet"],
    [{ stepsLate: 10 }, "D", "the newest data is 10 steps late"],
  ] as const)("%o is a %s", (worse, grade, reason) => {
    const { grade: given, reasons } = reliabilityOf({ ...WHOLE, ...worse });
    expect({ given, reasons }).toEqual({ given: grade, reasons: [reason] });
  });

  test("says the worst first, and never leaves 0 to 1", () => {
    const { reasons, score, grade } = reliabilityOf({
      explainedShare: -3,
      coveredShare: 0.8,
      markKnown: false,
      bracketsKnown: false,
      bookDays: -1,
      learnedOrders: -5,
      stepsLate: 99,
    });
    expect(grade).toBe("D");
    expect(score).toBe(0);
    expect(reasons).toHaveLength(7);
    expect(reasons[0]).toContain("traded volume accounts for 0 %");
  });
});

test("a hole of half a day leaves a share of the last day, and the share comes back", () => {
  const life = { livedMs: 0, coveredShare: 1 };
  const minute = 60_000;
  for (let i = 0; i < 1440; i++) noteLife(life, { durationMs: minute, elapsedMs: minute });
  expect(life).toEqual({ livedMs: 1440 * minute, coveredShare: 1 });
  noteLife(life, { durationMs: minute, elapsedMs: 720 * minute });
  expect(life.coveredShare).toBeCloseTo(Math.SQRT1_2, 2);
  for (let i = 0; i < 5 * 1440; i++) noteLife(life, { durationMs: minute, elapsedMs: minute });
  expect(life.coveredShare).toBeGreaterThan(0.98);
});
