import { expect, test } from "vitest";
import { parseSpan, parseTime } from "./parse-times.ts";

const NOON = Date.UTC(2026, 0, 31, 12);

test.each<[string, number]>([
  ["2026-01-31T12:00:00Z", NOON],
  ["2026-01-31T12:00:00.250z", NOON + 250],
  ["2026-01-31T12:00", NOON],
  ["2026-01-31 12:00:00", NOON],
  ["2026-01-31T14:00+02:00", NOON],
  ["2026-01-31T14:00+0200", NOON],
  ["2026-01-31T09:00-03", NOON],
  ["2026-01-31", Date.UTC(2026, 0, 31)],
  [String(NOON), NOON],
  [" 0 ", 0],
])("%s is a time", (text, time) => {
  expect(parseTime(text, "--at")).toBe(time);
});

test.each(["", "soon", "2026", "20260131", "1769860800", "1769860800000.5", "-1", "Jan 31 2026", "31/01/2026", "2026-1-31", "2026-02-30", "2026-01-31T25:00"])(
  "%s is no time, and the option is named",
  (text) => {
    expect(() => parseTime(text, "--at")).toThrow(`--at: "${text}" is not a time`);
  },
);

test.each<[string, number]>([
  ["30s", 30_000],
  ["15m", 900_000],
  ["1.5h", 5_400_000],
  ["1d", 86_400_000],
])("%s is a span", (text, span) => {
  expect(parseSpan(text, "--every")).toBe(span);
});

test.each(["", "6", "6 h", "-6h", "0h", "0.0001s", "1w"])("%s is no span, and the option is named", (text) => {
  expect(() => parseSpan(text, "--every")).toThrow(`--every: "${text}" is not a span`);
});
