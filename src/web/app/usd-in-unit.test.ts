import { expect, it } from "vitest";
import { formatInUnit } from "./usd-in-unit.ts";

const TERMS = { coin: "BTC", price: 80_000, openInterestUsd: 2e9 };

it.each([
  ["usd", 12_345_678, "$12.3M"],
  ["coin", 12_345_678, "154 BTC"],
  ["coin", 40_000, "0.500 BTC"],
  ["coin", 4e9, "50.0k BTC"],
  ["coin", 0, "0 BTC"],
  ["oi", 24_000_000, "1.2 % of OI"],
  ["oi", 1_000, "<0.01 % of OI"],
] as const)("in %s, %d dollars are %s", (unit, usd, text) => expect(formatInUnit(usd, unit, TERMS)).toBe(text));

it("stays in dollars where open interest is not known", () => expect(formatInUnit(5e6, "oi", { ...TERMS, openInterestUsd: null })).toBe("$5.00M"));
