import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DENSITY_OF_BYTE, HEAT_FLOOR, HEAT_STEP, encodeDensity } from "./heat-scale.ts";

/** By the scale's definition: the byte whose density is the nearest by ratio. */
const nearest = (density: number): number => Math.min(255, Math.max(0, Math.floor(Math.log(density / HEAT_FLOOR) / Math.log(HEAT_STEP) + 1.5)));

describe("encodeDensity", () => {
  it("gives every byte its own density back", () => {
    for (let byte = 1; byte < 256; byte++) expect(encodeDensity(DENSITY_OF_BYTE[byte])).toBe(byte);
  });

  it("turns over just where the next byte is nearer", () => {
    for (let byte = 1; byte < 256; byte++) {
      const least = HEAT_FLOOR * HEAT_STEP ** (byte - 1.5);
      expect([encodeDensity(least * (1 - 1e-12)), encodeDensity(least)]).toEqual([byte - 1, byte]);
    }
  });

  it("is the nearest byte of any density", () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 28, noNaN: true }), (exponent) => {
        const density = Math.exp(exponent);
        const toNext = Math.log(density / HEAT_FLOOR) / Math.log(HEAT_STEP) + 1.5;
        fc.pre(Math.abs(toNext - Math.round(toNext)) > 1e-9);
        expect(encodeDensity(density)).toBe(nearest(density));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is empty for what is nothing, and full for what is too much", () => {
    expect([0, -1, Number.NaN, 1e-320].map(encodeDensity)).toEqual([0, 0, 0, 0]);
    expect([1e12, 1e39, Infinity].map(encodeDensity)).toEqual([255, 255, 255]);
  });
});
