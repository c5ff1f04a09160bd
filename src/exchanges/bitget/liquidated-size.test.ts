import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { liquidatedSize } from "./liquidated-size.ts";

describe("what was liquidated", () => {
  test.each([
    // Recorded on 2026-04-28 (tardis-node): quantities of one decimal, as the order steps of APE and IP are.
    ["13.70319", 0.1649, 83.1],
    ["143.330431857868", 0.500280739469, 286.5],
    // 0.5 and 0.0123 bitcoin in quote coin.
    ["30000.05", 60_000.1, 0.5],
    ["738.00123", 60_000.1, 0.0123],
    // A price as round as can be: the quantity must be so too, or be worth two billion.
    ["30000", 60_000, 0.5],
    // Neither reading is rounder: the documented one.
    ["60", 60_000, 0.001],
    ["12.345678", 60_000, 0.0002057613],
  ])("%s at %f is %f coins: the amount is in quote coin", (amount, price, size) => {
    expect(liquidatedSize(amount, price, "linear")).toBe(size);
  });

  test.each([
    ["0.5", 60_000, 0.5],
    ["37.722858", 89_000, 37.722858],
    ["0.0123", 60_000.1, 0.0123],
    ["1500", 0.1234, 1_500],
  ])("%s at %f is %f coins: the amount is in base coin", (amount, price, size) => {
    expect(liquidatedSize(amount, price, "linear")).toBe(size);
  });

  test("of a coin-margined contract it is dollars, or coins where it is not whole", () => {
    expect(liquidatedSize("250", 60_000, "inverse")).toBe(250);
    expect(liquidatedSize("0.5", 60_000, "inverse")).toBe(30_000);
  });

  test("any quantity of up to five digits at any price of five or six is found again, whichever coin it was told in", () => {
    const prices = fc.integer({ min: 10_001, max: 999_999 }).filter((price) => price % 10 !== 0);
    const quantities = fc.integer({ min: 1, max: 99_999 });
    fc.assert(
      fc.property(prices, quantities, (cents, units) => {
        const quantity = units / 10_000;
        const price = cents / 100;
        // Exact products, as the exchange prints them.
        const inQuote = ((cents * units) / 1e6).toPrecision(15).replace(/\.?0+$/, "");
        fc.pre(digitsOf(inQuote) >= digitsOf(String(quantity)) + 2);
        expect(liquidatedSize(inQuote, price, "linear")).toBeCloseTo(quantity, 10);
        expect(liquidatedSize(String(quantity), price, "linear")).toBe(quantity);
      }),
    );
  });
});

const digitsOf = (text: string): number => text.replace(".", "").replace(/^0+/, "").replace(/0+$/, "").length;
