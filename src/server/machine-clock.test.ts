import { expect, it } from "vitest";
import { machineClockFastMs, machineClockSentence } from "./machine-clock.ts";

const clock = (skewMs: number | undefined) => ({ stream: "clock", skewMs });

it("is wrong when most exchanges say so, whatever a single one says", () => {
  expect(machineClockFastMs([clock(-600_000), clock(-600_010), clock(3)])).toBe(600_000);
  expect(machineClockFastMs([clock(-600_000)])).toBe(600_000);
  expect(machineClockFastMs([clock(600_000), clock(2), clock(-3)])).toBeUndefined();
  expect(machineClockFastMs([clock(600_000), clock(2)])).toBeUndefined();
  expect(machineClockFastMs([clock(undefined), { stream: "trades", skewMs: 9_000 }])).toBeUndefined();
});

it("is said with what follows from it and what to do", () => {
  expect(machineClockSentence(600_000)).toMatch(/10 min fast.*look that much older.*NTP/);
  expect(machineClockSentence(-4_200)).toMatch(/4 s slow.*end that much too early.*NTP/);
});
