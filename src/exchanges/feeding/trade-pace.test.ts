import { expect, test } from "vitest";
import { createTradePace } from "./trade-pace.ts";

/** Forty messages at a pace, a silence, and what is said of the message after it. */
function afterSilence(everyMs: number, silenceMs: number, messages = 40): boolean {
  const pace = createTradePace();
  for (let i = 1; i <= messages; i++) expect(pace.heard(i * everyMs)).toBe(false);
  return pace.heard(messages * everyMs + silenceMs);
}

test.each([
  [160, 3_600, true],
  [160, 1_500, false],
  [10, 1_100, true],
  [10, 900, false],
  [1_000, 4_900, false],
  [1_000, 5_100, true],
])("at a message every %i ms a silence of %i ms is strange: %s", (everyMs, silenceMs, isStrange) => {
  expect(afterSilence(everyMs, silenceMs)).toBe(isStrange);
});

test("of a pace that is not known yet only five seconds are strange", () => {
  expect(afterSilence(10, 4_900, 5)).toBe(false);
  expect(afterSilence(10, 5_100, 5)).toBe(true);
});

test("the first message, and the first after a break, follow no silence", () => {
  const pace = createTradePace();
  expect(pace.heard(1e6)).toBe(false);
  pace.broke();
  expect(pace.heard(1e9)).toBe(false);
});
