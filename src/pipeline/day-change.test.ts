import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "#core/units.ts";
import { createDayChange } from "./day-change.ts";

test("compares with the last price a day before, and knows nothing of a shorter past", () => {
  const change = createDayChange();
  change.push(0, 100);
  change.push(HOUR_MS, 80);
  expect(change.at(DAY_MS - 1, 110)).toBeUndefined();
  expect(change.at(DAY_MS, 110)).toBeCloseTo(0.1, 12);
  expect(change.at(DAY_MS + HOUR_MS, 120)).toBeCloseTo(0.5, 12);
});

test("forgets what is older than it needs", () => {
  const change = createDayChange();
  for (let hour = 0; hour <= 100; hour++) change.push(hour * HOUR_MS, 100 + hour);
  expect(change.at(100 * HOUR_MS, 200)).toBeCloseTo(200 / 176 - 1, 12);
  expect(change.at(50 * HOUR_MS, 200)).toBeUndefined();
});
