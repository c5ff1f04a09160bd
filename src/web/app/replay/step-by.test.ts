import { expect, test } from "vitest";
import { STEPS_BY, stepLabel, stepLengthMs, stepWords } from "./step-by.ts";
import { stepped } from "./stored-span.ts";

const AT = Date.UTC(2026, 0, 2, 3, 4);

test.each([
  ["column", "03:30", "03:00"],
  ["1m", "03:05", "03:03"],
  ["5m", "03:05", "03:00"],
  ["1h", "04:00", "03:00"],
] as const)("by %s the next is %s and the one before %s", (stepBy, next, before) => {
  const clock = (direction: 1 | -1) => new Date(stepped(AT, stepLengthMs(stepBy, 1_800_000), direction)).toISOString().slice(11, 16);
  expect([clock(1), clock(-1)]).toEqual([next, before]);
});

test("every step has a name of its own", () => {
  for (const write of [stepLabel, stepWords]) expect(new Set(STEPS_BY.map(write)).size).toBe(STEPS_BY.length);
});
