import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { DEFAULT_SINCE, SINCE_NAMES, formatSince, parseSince, sinceMs } from "./since.ts";

const END = Date.UTC(2026, 0, 2, 3, 4, 5);
const WHOLE = END - (END % MINUTE_MS);
const ground = (visitMs?: number) => ({ endMs: END, visitMs });

test("a while back is the whole minute before it", () => {
  expect(sinceMs("1h", ground())).toBe(WHOLE - HOUR_MS);
  expect(sinceMs("24h", ground())).toBe(WHOLE - 24 * HOUR_MS);
  expect(sinceMs(END - HOUR_MS, ground())).toBe(WHOLE - HOUR_MS);
});

test("without a visit, or one that is not over, there is no instant; nor is a later one than what is shown", () => {
  expect(sinceMs("visit", ground())).toBeUndefined();
  expect(sinceMs("visit", ground(END - 1_000))).toBeUndefined();
  expect(sinceMs("visit", ground(END - HOUR_MS))).toBe(WHOLE - HOUR_MS);
  expect(sinceMs(END + HOUR_MS, ground())).toBeUndefined();
});

test("a link brings back what it tells", () => {
  for (const since of [...SINCE_NAMES, WHOLE]) expect(parseSince(formatSince(since))).toBe(since);
  for (const text of [null, "", "soon"]) expect(parseSince(text)).toBe(DEFAULT_SINCE);
});
