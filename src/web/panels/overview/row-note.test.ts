import { expect, test } from "vitest";
import { rowNote } from "./row-note.ts";

const NEWEST = Date.UTC(2026, 0, 2, 3, 4, 5);

test("a coin without a map says so", () => expect(rowNote({ asOf: null }, NEWEST)).toBe("no map yet"));

test("a coin that has fallen behind says as of when, one that is a minute back does not", () => {
  expect(rowNote({ asOf: NEWEST - 600_000 }, NEWEST)).toBe("as of 02:54:05 UTC");
  expect(rowNote({ asOf: NEWEST - 60_000 }, NEWEST)).toBeUndefined();
});
