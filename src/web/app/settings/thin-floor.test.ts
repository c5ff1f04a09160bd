import { expect, test } from "vitest";
import { floorOf } from "./thin-floor.ts";

test.each([
  ["300", 300e6],
  [" 0 ", 0],
  ["1,5", 1.5e6],
  ["", undefined],
  ["-3", undefined],
  ["many", undefined],
])("%s millions", (text, usd) => expect(floorOf(text)).toBe(usd));
