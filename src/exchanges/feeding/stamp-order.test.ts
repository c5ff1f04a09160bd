import { expect, test } from "vitest";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createStampOrder } from "./stamp-order.ts";

const START = Date.UTC(2026, 5, 1, 12);
const HOUR = 3_600_000;

test("a line that is behind another is not a clock that was set back", async () => {
  const clock = createHandClock(START);
  const stamps = createStampOrder(clock);
  for (let second = 0; second < 60; second++) {
    expect(stamps.beginsAnew(clock.now())).toBe(false);
    expect(stamps.beginsAnew(clock.now() - 5_000)).toBe(false);
    await clock.advance(1_000);
  }
});

test("nor is a value that stays as it is, however often it is told", async () => {
  const clock = createHandClock(START);
  const stamps = createStampOrder(clock);
  for (let second = 0; second < 60; second++) {
    expect(stamps.beginsAnew(START)).toBe(false);
    await clock.advance(1_000);
  }
});

test("when for a quarter of a minute all was older, stamps have begun anew, once", async () => {
  const clock = createHandClock(START);
  const stamps = createStampOrder(clock);
  stamps.beginsAnew(START + HOUR);
  const anewAt: number[] = [];
  for (let second = 0; second < 60; second++) {
    if (stamps.beginsAnew(clock.now())) anewAt.push(clock.now() - START);
    await clock.advance(1_000);
  }
  expect(anewAt).toEqual([15_000]);
});
