import fc from "fast-check";
import { expect, test } from "vitest";
import { liquidatedSize } from "./liquidated-size.ts";

const linear = { contract: "linear", listing: { quote: "USDT", settle: "USDT", sizeStep: 0.0001 } } as const;
const inverse = { ...linear, contract: "inverse" } as const;
const stepped = (sizeStep: number) => ({ ...linear, listing: { ...linear.listing, sizeStep } });
const unknownStep = { contract: "linear" } as const;

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
  expect(liquidatedSize(amount, price, { instrument: unknownStep, unit: "quote" })).toBe(size);
});

test.each([
  ["13.70319", 0.1649, 0.1, 83.1],
  ["143.330431857868", 0.500280739469, 0.1, 286.5],
  ["738.00123", 60_000.1, 0.0001, 0.0123],
  ["744.83", 60_067.3, 0.0001, 0.0123999247511],
  ["60", 60_000, 0.0001, 0.001],
  ["2", 0.07, 1, 28.5714285714],
])("%s at %f is quote coin though its steps are known: a quantity of them", (amount, price, sizeStep, size) => {
  expect(liquidatedSize(amount, price, { instrument: stepped(sizeStep), unit: "quote" })).toBe(size);
});

test.each([
  ["0.5", 60_000, 0.0001],
  ["1.25", 59_000, 0.0001],
  ["0.0007", 64_321.9, 0.0001],
  ["25", 60_000, 0.0001],
  ["3.4", 3_000.12, 0.01],
])("%s at %f is base coin: as quote coin it would be no quantity", (amount, price, sizeStep) => {
  expect(liquidatedSize(amount, price, { instrument: stepped(sizeStep), unit: "quote" })).toBe(Number(amount));
});

test("every quantity of the recorded kind, printed as quote coin, is read as that quantity", () => {
  const steps = fc.integer({ min: 1, max: 5_000_000 });
  const price = fc.integer({ min: 100_000, max: 1_200_000 }).map((ticks) => ticks / 10);
  fc.assert(
    fc.property(steps, price, (count, at) => {
      const amount = String(Number(((count * at) / 10_000).toPrecision(15)));
      expect(liquidatedSize(amount, at, { instrument: linear, unit: "quote" })).toBeCloseTo(count / 10_000, 6);
    }),
  );
});

test("of a coin-margined contract it is dollars", () => {
  const unit = "quote";
  expect(liquidatedSize("250", 60_000, { instrument: inverse, unit })).toBe(250);
  expect(liquidatedSize("744.83", 60_000, { instrument: inverse, unit })).toBe(744.83);
});

test("where amounts were found to be coins it is the amount", () => {
  expect(liquidatedSize("0.0123", 60_000.1, { instrument: linear, unit: "base" })).toBe(0.0123);
});

test("where nothing is known of quantities no print is worth more than the number that was printed", () => {
  const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(positive, positive, (amount, price) => {
      expect(liquidatedSize(String(amount), price, { instrument: unknownStep, unit: "quote" }) * price).toBeLessThanOrEqual(amount * (1 + 1e-9));
    }),
  );
});
