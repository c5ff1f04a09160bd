import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hiddenFactor } from "./censoring.ts";

describe("orders hidden by a feed of one a second", () => {
  it("are none where little prints, and as many as were printed when 4 seconds in 5 are busy", () => {
    expect(hiddenFactor(0, 60)).toBe(1);
    expect(hiddenFactor(1, 3600)).toBeCloseTo(1, 3);
    expect(hiddenFactor(48, 60)).toBeCloseTo(-Math.log(0.2) / 0.8, 12);
  });

  it("are what a Poisson stream hides", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 3, noNaN: true }), (rate) => {
        const seconds = 1e6;
        expect(hiddenFactor(seconds * -Math.expm1(-rate), seconds)).toBeCloseTo(rate / -Math.expm1(-rate), 6);
      }),
    );
  });

  it("stay finite when every second is busy", () => {
    expect(hiddenFactor(60, 60)).toBeLessThan(6);
    expect(hiddenFactor(90, 60)).toBe(hiddenFactor(60, 60));
  });
});
