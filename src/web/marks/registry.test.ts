import { expect, test } from "vitest";
import { MARKS } from "./registry.ts";

test("ids are fit for links and told apart", () => {
  const ids = MARKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+$/);
});

test.each(MARKS)("$title can be made from nothing", ({ of }) => {
  expect(of({ bars: [], level: 0, sideBars: [], longBars: [] })).toBeTypeOf("function");
});
