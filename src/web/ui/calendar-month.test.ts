import { expect, test } from "vitest";
import { daysOn, monthsOn, weeksAround } from "./calendar-month.ts";

test("a sheet is six weeks from a Monday, with the whole month in it", () => {
  const weeks = weeksAround("2026-11-18");
  expect([weeks.length, weeks[0][0].day, weeks[5][6].day]).toEqual([6, "2026-10-26", "2026-12-06"]);
  expect(weeks.flat().filter(({ isOfMonth }) => isOfMonth)).toHaveLength(30);
  expect(weeksAround("2027-02-10")[0][0]).toEqual({ day: "2027-02-01", isOfMonth: true });
});

test("a month on keeps the day where there is one", () => {
  expect([monthsOn("2026-01-31", 1), monthsOn("2026-03-31", -1), monthsOn("2026-12-05", 1)]).toEqual(["2026-02-28", "2026-02-28", "2027-01-05"]);
  expect([daysOn("2026-11-30", 1), daysOn("2026-03-01", -1)]).toEqual(["2026-12-01", "2026-02-28"]);
});
