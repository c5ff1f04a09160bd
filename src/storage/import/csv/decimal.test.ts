import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDecimal } from "./decimal.ts";

const parse = (text: string): number => {
  const bytes = Buffer.from(`x${text},`);
  return parseDecimal(bytes, 1, bytes.length - 1);
};

describe("parseDecimal", () => {
  test("gives the same double as Number for decimals as exchanges write them", () => {
    const decimals = fc.tuple(fc.maxSafeNat(), fc.integer({ min: 0, max: 20 })).map(([whole, places]) => (whole / 10 ** (places % 17)).toFixed(places));
    fc.assert(
      fc.property(decimals, (text) => Object.is(parse(text), Number(text))),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => Object.is(parse(String(value)), Number(String(value)))),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["0", 0],
    ["-0.5", -0.5],
    ["+7", 7],
    [".5", 0.5],
    ["5.", 5],
    ["6.082e-05", 6.082e-5],
    [" 12.5 ", 12.5],
    ['"12.5"', 12.5],
    ["0.00000000000000000000000000001", 1e-29],
    ["1700000000000123", 1_700_000_000_000_123],
  ])("reads %j", (text, value) => expect(parse(text)).toBe(value));

  test.each(["", " ", "-", ".", "NaN", "Infinity", "-inf", "1e999", "0x10", "1_000", "1,5", "1.2.3", "12a", "null", "--1", "1-"])("refuses %j", (text) =>
    expect(parse(text)).toBeNaN(),
  );
});
