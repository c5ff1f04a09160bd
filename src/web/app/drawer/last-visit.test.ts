import { expect, test } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { readVisits, visited } from "./last-visit.ts";

const NOW = 1_800_000_000_000;

test("the first visit has none before it; reloading and looking away for a while go on with the same", () => {
  const first = visited(undefined, NOW);
  expect(first).toEqual({ seenMs: NOW, beforeMs: undefined });
  expect(visited(first, NOW + 29 * MINUTE_MS).beforeMs).toBeUndefined();
});

test("after half an hour away it is the next visit, and the one before ended when the page was last seen", () => {
  const next = visited({ seenMs: NOW, beforeMs: NOW - 9 * MINUTE_MS }, NOW + 30 * MINUTE_MS);
  expect(next.beforeMs).toBe(NOW);
  expect(visited(next, NOW + 40 * MINUTE_MS).beforeMs).toBe(NOW);
});

test("what was kept is read back, and nothing else", () => {
  const visits = { seenMs: NOW, beforeMs: NOW - 1 };
  expect(readVisits(JSON.stringify(visits))).toEqual(visits);
  for (const text of [null, "{}", '{"seenMs":"x"}']) expect(readVisits(text)).toBeUndefined();
});
