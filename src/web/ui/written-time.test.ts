import { afterEach, describe, expect, test } from "vitest";
import { writeAs } from "./locale.ts";
import { readTime, writtenTime } from "./written-time.ts";

afterEach(() => writeAs({ locale: "en-US", timeZone: "UTC" }));

const AT = Date.UTC(2026, 10, 8, 14, 5);
const LOCALES = ["en-US", "de-DE", "de-CH", "fr-FR", "es-ES", "pt-BR", "ru-RU", "tr-TR", "en-IN", "ja-JP", "ko-KR", "zh-CN"];

test.each(LOCALES)("what is written in %s is read back, every month, in any zone", (locale) => {
  for (const timeZone of ["UTC", "Pacific/Auckland", "America/New_York"]) {
    writeAs({ locale, timeZone });
    for (let month = 0; month < 12; month++) {
      const at = Date.UTC(2025, month, 3 + month, 21, 30);
      expect(readTime(writtenTime(at), AT), writtenTime(at)).toBe(at);
    }
  }
});

describe("what people type", () => {
  test.each([
    ["14:05", AT],
    ["9.30", Date.UTC(2026, 10, 8, 9, 30)],
    ["7 nov 14:05", Date.UTC(2026, 10, 7, 14, 5)],
    ["Nov 7 2025 14:05", Date.UTC(2025, 10, 7, 14, 5)],
    ["7 november, 14:05", Date.UTC(2026, 10, 7, 14, 5)],
    ["7/10 14:05", Date.UTC(2026, 9, 7, 14, 5)],
    ["2026-11-07 14:05", Date.UTC(2026, 10, 7, 14, 5)],
    ["2026-11-07T14:05", Date.UTC(2026, 10, 7, 14, 5)],
  ])("%s", (text, at) => expect(readTime(text, AT)).toBe(at));

  test.each(["", "soon", "7 nov", "31 feb 10:00", "7 13 10:00", "7 nov 24:00", "1 2 3 10:00"])("%s is no time", (text) => expect(readTime(text, AT)).toBeNaN());

  test("where the month comes first, so it does in numbers", () => {
    writeAs({ locale: "ja-JP", timeZone: "UTC" });
    expect(readTime("10/7 14:05", AT)).toBe(Date.UTC(2026, 9, 7, 14, 5));
  });
});
