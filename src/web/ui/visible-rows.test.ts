import { expect, test } from "vitest";
import { visibleRows } from "./visible-rows.ts";

test.each([
  ["the top of a long list", { topPx: 0, count: 1_000 }, { first: 0, end: 18 }],
  ["the middle", { topPx: 3_000, count: 1_000 }, { first: 92, end: 118 }],
  ["the end", { topPx: 29_700, count: 1_000 }, { first: 982, end: 1_000 }],
  ["a short list whole", { topPx: 0, count: 5 }, { first: 0, end: 5 }],
  ["nothing, scrolled from when there was more", { topPx: 900, count: 0 }, { first: 0, end: 0 }],
])("%s", (_, scrolled, range) => expect(visibleRows({ heightPx: 300, rowPx: 30, ...scrolled })).toEqual(range));
