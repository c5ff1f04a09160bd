import { expect, test } from "vitest";
import { createSchedule, type Schedule } from "./schedule.ts";

const HOUR = 3_600_000;
const FIRST = Date.UTC(2024, 0, 1, 1, 30);

function take(schedule: Schedule, count: number): readonly (number | undefined)[] {
  return Array.from({ length: count }, () => {
    const time = schedule.next(FIRST);
    schedule.advance();
    return time;
  });
}

test("named times come in order, each once", () => {
  expect(take(createSchedule({ at: "2024-01-03,2024-01-02,2024-01-03T00:00Z" }), 3)).toEqual([Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 3), undefined]);
});

test("a period without a start begins at its first whole multiple in the data", () => {
  expect(take(createSchedule({ every: "6h" }), 2)).toEqual([Date.UTC(2024, 0, 1, 6), Date.UTC(2024, 0, 1, 12)]);
});

test("a period counts from its start and stops at its end, both included", () => {
  const schedule = createSchedule({ every: "1h", start: "2024-01-01T02:15", end: "2024-01-01T03:15" });
  expect(take(schedule, 3)).toEqual([FIRST + 0.75 * HOUR, FIRST + 1.75 * HOUR, undefined]);
});

test("the epoch is a start like any other", () => {
  expect(createSchedule({ every: "1h", start: "0" }).next(FIRST)).toBe(0);
});

test.each([{}, { at: "2024-01-01", every: "6h" }, { at: "2024-01-01", end: "2024-01-02" }])("%o is refused", (options) => {
  expect(() => createSchedule(options)).toThrow(/--at/);
});
