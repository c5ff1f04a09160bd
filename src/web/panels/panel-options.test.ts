import { expect, test } from "vitest";
import { chosenOf, formatOptions, parseOptions } from "./panel-options.ts";

test("what a panel is set to is written and read", () => {
  const options = { reach: "0.1", stack: "exchange", sort: "open-interest.down" };
  expect(formatOptions(options)).toBe("reach-0.1_stack-exchange_sort-open-interest.down");
  expect(parseOptions("reach-0.1_stack-exchange_sort-open-interest.down")).toEqual(options);
});

test("what makes no sense is left out, and what is not on offer is as usual", () => {
  expect(parseOptions("reach_-x_<b>-1_size-5")).toEqual({ size: "5" });
  expect(parseOptions(null)).toEqual({});
  const segments = [{ value: "1" }, { value: "5" }] as const;
  expect([chosenOf(segments, "5", "1"), chosenOf(segments, "7", "1"), chosenOf(segments, undefined, "1")]).toEqual(["5", "1", "1"]);
});
