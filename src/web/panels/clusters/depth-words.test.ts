import { expect, test } from "vitest";
import { formatDepth } from "./depth-words.ts";

test.each([
  [{ times: 12.4, is: "known" }, "12×"],
  [{ times: 2.44, is: "known" }, "2.4×"],
  [{ times: 0.034, is: "known" }, "0.03×"],
  [{ times: 0.0004, is: "known" }, "under 0.01×"],
  [{ times: 2.44, is: "at most" }, "under 2.5×"],
  [{ times: 0.031, is: "at most" }, "under 0.04×"],
  [{ times: 0.0004, is: "at most" }, "under 0.01×"],
  [{ times: 30.2, is: "at most" }, "under 31×"],
] as const)("%o is written %s, and never less than it can be", (depth, words) => expect(formatDepth(depth)).toBe(words));
