import fc from "fast-check";
import { expect, test } from "vitest";
import { liquidatedSize } from "./liquidated-size.ts";

test.each([
  // Recorded on 2026-04-28 (tardis-node): quantities of one decimal, as the order steps of APE and IP are.
  ["13.70319", 0.1649, 83.1],
  ["143.330431857868", 0.500280739469, 286.5],
  ["30000.05", 60_000.1, 0.5],
  ["738.00123", 60_000.1, 0.0123],
  // As short as a quantity would be, and not one.
  ["744.83", 60_067.3, 0.0123999247511],
  ["25.5", 3_000.12, 0.0084996600136],
  ["60", 60_000, 0.001],
])("%s in quote coin at %f is %f coins", (amount, price, size) => {
  expect(liquidatedSize(amount, price, { contract: "linear", unit: "quote" })).toBe(size);
});

test("of a coin-margined contract it is dollars", () => {
  const unit = "quote";
  expect(liquidatedSize("250", 60_000, { contract: "inverse", unit })).toBe(250);
  expect(liquidatedSize("744.83", 60_000, { contract: "inverse", unit })).toBe(744.83);
});

test("where amounts were found to be coins it is the amount", () => {
  expect(liquidatedSize("0.0123", 60_000.1, { contract: "linear", unit: "base" })).toBe(0.0123);
});

test("no print is worth more than the number that was printed", () => {
  const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(positive, positive, (amount, price) => {
      expect(liquidatedSize(String(amount), price, { contract: "linear", unit: "quote" }) * price).toBeLessThanOrEqual(amount * (1 + 1e-9));
    }),
  );
});
