import { afterEach, expect, test } from "vitest";
import { writeAs } from "./locale.ts";
import { clockText, clockTime } from "./clock-text.ts";

afterEach(() => writeAs({ locale: "en-US", timeZone: "UTC" }));

const AT = Date.UTC(2026, 10, 18, 14, 5);

test.each([
  ["UTC", "2026-11-18T14:05"],
  ["Pacific/Auckland", "2026-11-19T03:05"],
  ["America/New_York", "2026-11-18T09:05"],
])("the field says what clocks say in %s, and is read so", (timeZone, text) => {
  writeAs({ locale: "en-US", timeZone });
  expect([clockText(AT), clockTime(text)]).toEqual([text, AT]);
});

test("around a change of clocks every minute of the field is read back", () => {
  writeAs({ locale: "en-US", timeZone: "Europe/Zurich" });
  const change = Date.UTC(2026, 2, 29, 1, 0);
  for (const at of [change - 3_600_000, change - 60_000, change, change + 3_600_000]) expect(clockTime(clockText(at))).toBe(at);
});

test("what is no time is none", () => expect(clockTime("soon")).toBeNaN());
