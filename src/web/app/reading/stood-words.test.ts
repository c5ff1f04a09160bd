import { expect, test } from "vitest";
import { HEAT_LEVELS, columnEnd } from "#core/heat-levels.ts";
import { stoodFor } from "./stood-words.ts";

const toMs = columnEnd(HEAT_LEVELS[1], 100);

test("from the end of the first column on, at least so long where an earlier one may have it too", () => {
  expect(stoodFor({ firstColumn: 88, mayBeOlder: false }, { level: 1, toMs })).toBe("1 h");
  expect(stoodFor({ firstColumn: 88, mayBeOlder: true }, { level: 1, toMs })).toBe("≥ 1 h");
  expect(stoodFor({ firstColumn: 100, mayBeOlder: false }, { level: 1, toMs })).toBe("new");
});
