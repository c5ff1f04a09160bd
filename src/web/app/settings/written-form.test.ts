import { afterEach, expect, it } from "vitest";
import { formatChange, formatClock, formatPrice, formatTime, formatUsd, formatZone } from "#web/ui/format.ts";
import { writeAs, zoneOffset } from "#web/ui/locale.ts";
import { writtenFormOf } from "./written-form.ts";

const SYSTEM = { locale: "de-DE", timeZone: "Pacific/Auckland" };
const AT = Date.UTC(2026, 10, 20, 11, 35, 7);
afterEach(() => writeAs({ locale: "en-US", timeZone: "UTC" }));

it("is the system's, or what was chosen, and never what Intl does not know", () => {
  expect(writtenFormOf({ locale: "system", zone: "local" }, SYSTEM)).toEqual(SYSTEM);
  expect(writtenFormOf({ locale: "fr-CH", zone: "UTC" }, SYSTEM)).toEqual({ locale: "fr-CH", timeZone: "UTC" });
  expect(writtenFormOf({ locale: "system", zone: "Mars/Olympus" }, { locale: "en-US@posix", timeZone: "x" })).toEqual({ locale: "en-US", timeZone: "UTC" });
});

it("writes numbers as the language has them", () => {
  writeAs(SYSTEM);
  expect([formatUsd(12_345_678), formatPrice(68_412.5, 0.1), formatChange(-0.0104)]).toEqual(["$12,3M", "68.412,5", "−1,04 %"]);
});

it("writes times in the zone, and says which", () => {
  expect([formatTime(AT), formatClock(AT), formatZone(AT), zoneOffset(AT / 1_000)]).toEqual(["20 Nov 11:35", "11:35:07", "UTC", 0]);
  writeAs({ locale: "en-US", timeZone: "Pacific/Auckland" });
  expect([formatTime(AT), formatClock(AT), zoneOffset(AT / 1_000)]).toEqual(["21 Nov 00:35", "00:35:07", 13 * 3_600]);
  expect(formatZone(AT)).toMatch(/GMT\+13|NZDT/);
});

it("knows that a zone's clocks change", () => {
  writeAs({ locale: "en-US", timeZone: "America/New_York" });
  expect([Date.UTC(2026, 0, 1), Date.UTC(2026, 6, 1)].map((time) => zoneOffset(time / 1_000))).toEqual([-5 * 3_600, -4 * 3_600]);
});
