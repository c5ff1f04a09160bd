import { expect, test } from "vitest";
import { type Hole, holeOf } from "./column-notes.ts";

const MINUTE = 60_000;
const hole: Hole = { fromMs: 10.5 * MINUTE, toMs: 14 * MINUTE, words: "no data", of: "everything" };

test("columns lie in a hole when they share time with it", () => {
  expect(holeOf([hole], { first: 8, last: 10 }, MINUTE)).toBe(hole);
  expect(holeOf([hole], { first: 13, last: 20 }, MINUTE)).toBe(hole);
  expect(holeOf([hole], { first: 8, last: 9 }, MINUTE)).toBeUndefined();
  expect(holeOf([hole], { first: 14, last: 20 }, MINUTE)).toBeUndefined();
  expect(holeOf([hole], { first: 2, last: 2 }, 5 * MINUTE)).toBe(hole);
  expect(holeOf([{ ...hole, of: "open-interest" }], { first: 8, last: 10 }, MINUTE)).toBeUndefined();
});
