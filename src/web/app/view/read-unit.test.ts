import { afterEach, expect, it } from "vitest";
import { writeAmountsIn } from "#web/ui/amount.ts";
import { formatMoney, formatUsd } from "#web/ui/format.ts";
import { type ReadUnit, type UnitTerms, amountUnitOf, fiatOf, parseFiat } from "./read-unit.ts";

const TERMS = { coin: "BTC", mark: 80_000, openInterestUsd: 2e9, usdPerMinute: 3e6, fiat: { code: "EUR", perUsd: 0.92 } };
const written = (unit: ReadUnit, usd: number, terms: UnitTerms = TERMS) => {
  writeAmountsIn(amountUnitOf(unit, terms));
  return formatUsd(usd);
};
afterEach(() => writeAmountsIn({ kind: "usd" }));

it.each([
  ["usd", 12_345_678, "$12.3M"],
  ["coin", 12_345_678, "154 BTC"],
  ["coin", 40_000, "0.500 BTC"],
  ["coin", 4e9, "50.0k BTC"],
  ["coin", 0, "0 BTC"],
  ["oi", 24_000_000, "1.2 % of OI"],
  ["oi", 1_000, "<0.01 % of OI"],
  ["minutes", 12_345_678, "4.1 min"],
  ["minutes", 1_000, "<0.1 min"],
  ["minutes", 960_000_000, "320 min"],
  ["fiat", 12_345_678, "€11.4M"],
] as const)("in %s, %d dollars are %s", (unit, usd, text) => expect(written(unit, usd)).toBe(text));

it.each([
  ["NZD", 1.7, "NZ$1.70M"],
  ["CHF", 0.9, "CHF 900k"],
  ["JPY", 150, "¥150M"],
])("a million dollars in %s at %d are %s", (code, perUsd, text) => expect(written("fiat", 1e6, { ...TERMS, fiat: { code, perUsd } })).toBe(text));

it("a coin is counted at what it costs where the dollars stand, when that is said", () => {
  writeAmountsIn(amountUnitOf("coin", TERMS));
  expect(formatUsd(8e6, 40_000)).toBe("200 BTC");
});

it("of other markets only the money is taken over", () => {
  written("coin", 1);
  expect(formatMoney(5e6)).toBe("$5.00M");
  written("fiat", 1);
  expect(formatMoney(5e6)).toBe("€4.60M");
});

it.each([
  ["oi", { openInterestUsd: null }],
  ["minutes", { usdPerMinute: undefined }],
  ["fiat", { fiat: undefined }],
  ["coin", { mark: null }],
] as const)("%s stays in dollars where what it takes is not known", (unit, missing) => expect(written(unit, 5e6, { ...TERMS, ...missing })).toBe("$5.00M"));

it("a rate is three letters and more than nothing", () => {
  expect(fiatOf(" eur ", 0.92)).toEqual({ code: "EUR", perUsd: 0.92 });
  expect(parseFiat("NZD:1.7")).toEqual({ code: "NZD", perUsd: 1.7 });
  for (const text of ["EUR", "EUR:0", "EUR:-1", "EURO:1", "EUR:x", "EUR:1:2", ""]) expect(parseFiat(text)).toBeUndefined();
});
