import { expect, test } from "vitest";
import { rowOf } from "#core/price-rows.ts";
import type { Observation } from "#engine/score/observation.ts";
import { type Instant, heldInRange } from "./held-in-range.ts";

const MARK = 50_000;
const firstRow = rowOf(MARK / 2);
const COUNT = rowOf(MARK * 2) - firstRow;

/** A map with so many dollars 1 % away on both sides, at the beginning of an hour. */
function instant(hour: number, usd: number): Instant {
  const rows = () => new Float64Array(COUNT);
  const [long, short] = [rows(), rows()];
  long[rowOf(MARK * 0.99) - firstRow] = usd;
  short[rowOf(MARK * 1.01) - firstRow] = usd;
  return { time: hour, mark: MARK, map: { firstRow, usd: [long, short] } };
}

const hour = (start: number, of: { readonly reach: number; readonly printed: number }): Observation => ({
  start,
  open: MARK,
  low: MARK * (1 - of.reach),
  high: MARK * (1 + of.reach),
  volume: 1,
  predictedUsd: [0, 0],
  forcedUsd: [0, 0],
  realisedUsd: [of.printed, of.printed],
});

const PRINTED = [5, 1, 9, 3];
const hours = (reach: number) => PRINTED.map((printed, at) => hour(at, { reach, printed }));

test("what stood where price went is compared with what printed", () => {
  const knowing = PRINTED.map((usd, at) => instant(at, usd));
  expect(heldInRange(knowing, hours(0.02))).toBeCloseTo(1, 12);
  expect(
    heldInRange(
      knowing.map((one, at) => instant(one.time, 10 - PRINTED[at])),
      hours(0.02),
    ),
  ).toBeCloseTo(-1, 12);
});

test("what price did not reach tells nothing", () => {
  expect(
    heldInRange(
      PRINTED.map((usd, at) => instant(at, usd)),
      hours(0.005),
    ),
  ).toBe(0);
});

test("instants without an hour are left out", () => {
  const knowing = PRINTED.map((usd, at) => instant(at, usd));
  expect(heldInRange([...knowing, instant(99, 1e9)], hours(0.02))).toBeCloseTo(1, 12);
});
