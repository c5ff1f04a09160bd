import { expect, test } from "vitest";
import { quietHours } from "./quiet-hours.ts";

const HOUR_MS = 3_600_000;
const HALF_HOUR_MS = HOUR_MS / 2;

/** Two bars an hour, each of half the hour's volume. */
const barsOf = (hours: readonly (number | null)[]) =>
  hours.flatMap((usd, hour) => [0, 1].map((half) => ({ openTime: hour * HOUR_MS + half * HALF_HOUR_MS, volumeUsd: usd === null ? null : usd / 2 })));
const span = (from: number, to: number) => ({ fromMs: from * HOUR_MS, toMs: to * HOUR_MS });
const busy = (count: number) => Array.from({ length: count }, () => 100);

test("marks hours below half of the median, neighbours as one", () => {
  expect(quietHours(barsOf([...busy(6), 49, 20, 50, ...busy(6), 30, 100]), HALF_HOUR_MS)).toEqual([span(6, 8), span(15, 16)]);
});

test("the hour that is still traded, and one that is not wholly known, are not quiet", () => {
  expect(quietHours(barsOf([...busy(12), null, 100, 3]), HALF_HOUR_MS)).toEqual([]);
  expect(
    quietHours(
      barsOf([...busy(12), 3, 100]).filter(({ openTime }) => openTime !== 12 * HOUR_MS),
      HALF_HOUR_MS,
    ),
  ).toEqual([]);
});

test("too few hours, or bars longer than one, say nothing", () => {
  expect(quietHours(barsOf([...busy(6), 1, 100]), HALF_HOUR_MS)).toEqual([]);
  expect(
    quietHours(
      [...busy(20), 1, 100].map((volumeUsd, index) => ({ openTime: index * 2 * HOUR_MS, volumeUsd })),
      2 * HOUR_MS,
    ),
  ).toEqual([]);
});
