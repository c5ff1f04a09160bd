import { expect, test } from "vitest";
import type { OverviewRow } from "#wire/overview.ts";
import { regradedRow } from "./regraded.ts";

const row = {
  openInterestUsd: 200e6,
  thinBelowUsd: 300e6,
  grade: "C",
  reliability: { grade: "C", score: 0.9 * (0.5 + 1 / 3), reasons: ["a thin market: open interest of $200M is below the floor of $300M"] },
} as unknown as OverviewRow;

test("a lower floor gives the grade back, a higher one takes more of it, and none leaves the server's", () => {
  expect(regradedRow(row, 100e6)).toMatchObject({ grade: "A", thinBelowUsd: null, reliability: { reasons: [] } });
  expect(regradedRow(row, 2_000e6)).toMatchObject({ grade: "D", thinBelowUsd: 2_000e6 });
  expect(regradedRow(row, undefined)).toEqual(row);
});

test("of a line without a grade there is none", () => expect(regradedRow({ ...row, reliability: null, grade: null }, 1e9).grade).toBeNull());
