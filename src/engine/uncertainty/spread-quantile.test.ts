import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalQuantile } from "#engine/normal.ts";
import { bandOf, confidenceOf, spreadQuantile } from "./spread-quantile.ts";

const NO_LUMPS = 1e-9;

describe("quantiles of what truly stands", () => {
  test("are log-normal around the estimate where positions are many", () => {
    const { p10, p90 } = bandOf(1e6, { variance: 0.25, lean: 0, positionUsd: NO_LUMPS });
    expect(p90).toBeCloseTo(1e6 * Math.exp(1.2815515655 * 0.5), 0);
    expect(p10).toBeCloseTo(1e6 * Math.exp(-1.2815515655 * 0.5), 0);
    expect(spreadQuantile(1e6, { variance: 0.25, lean: 0.2, positionUsd: NO_LUMPS }, 0)).toBeCloseTo(1e6 * Math.exp(0.2), 0);
  });

  // Quantiles of chi-square with 2k degrees of freedom over 2k, from printed tables.
  test.each([
    { shape: 1.5, p10: 0.584 / 3, p90: 6.251 / 3 },
    { shape: 5, p10: 4.865 / 10, p90: 15.987 / 10 },
    { shape: 15, p10: 20.599 / 30, p90: 40.256 / 30 },
  ])("are those of a Gamma where $shape typical positions are expected and the model is sure", ({ shape, p10, p90 }) => {
    const band = bandOf(shape, { variance: 0, lean: 0, positionUsd: 1 });
    expect(Math.abs(band.p10 / shape / p10 - 1)).toBeLessThan(0.02);
    expect(Math.abs(band.p90 / shape / p90 - 1)).toBeLessThan(0.02);
  });

  test("put the model's error and lumpiness together as draws of both do", () => {
    const spread = { variance: 0.25, lean: 0, positionUsd: 1 };
    const drawn = Array.from({ length: 4000 }, (_, draw) => {
      const share = (prime: number) => ((draw + 0.5) * Math.sqrt(prime)) % 1;
      const lumps = [3, 5, 7, 11, 13].reduce((sum, prime) => sum - Math.log(share(prime)), 0);
      return lumps * Math.exp(0.5 * normalQuantile(share(2)));
    }).sort((a, b) => a - b);
    const { p10, p90 } = bandOf(5, spread);
    expect(Math.abs(Math.log(p90 / drawn[3600]))).toBeLessThan(0.06);
    expect(Math.abs(Math.log(p10 / drawn[400]))).toBeLessThan(0.06);
  });

  test("admit nothing at all where that is likelier than one in ten, and only nothing where it is nearly sure", () => {
    const spread = { variance: 0.1, lean: 0, positionUsd: 1e6 };
    expect(bandOf(1.1e6, spread).p10).toBe(0);
    expect(bandOf(1.2e6, spread).p10).toBeGreaterThan(0);
    expect(bandOf(1.1e6, spread).p90).toBeGreaterThan(1.1e6);
    expect(bandOf(1e4, spread)).toEqual({ p10: 0, p90: 0, confidence: 0 });
    expect(bandOf(0, spread)).toEqual({ p10: 0, p90: 0, confidence: 0 });
  });

  test("rise with the level, hold the estimate, and part as variance or lumps grow", () => {
    const amount = fc.double({ min: 2, max: 1e4, noNaN: true });
    const variance = fc.double({ min: 0.01, max: 2, noNaN: true });
    fc.assert(
      fc.property(amount, variance, (usd, variance) => {
        const spread = { variance, lean: 0, positionUsd: 1 };
        const { p10, p90, confidence } = bandOf(usd, spread);
        const wider = [bandOf(usd, { ...spread, variance: 1.5 * variance }), bandOf(usd, { ...spread, positionUsd: 1.5 })];
        expect(p10).toBeGreaterThanOrEqual(0);
        expect(p10).toBeLessThan(usd);
        expect(p90).toBeGreaterThan(usd);
        let last = p10;
        for (let z = -1.2; z < 1.3; z += 0.2) {
          const next = spreadQuantile(usd, spread, z);
          expect(next).toBeGreaterThanOrEqual(last);
          last = next;
        }
        for (const band of wider) {
          expect(band.p90 - band.p10).toBeGreaterThan(p90 - p10);
          expect(band.confidence).toBeLessThan(confidence);
        }
      }),
    );
  });
});

test("confidence is one without a width, a half at a factor of three, nothing from nothing", () => {
  expect([confidenceOf(5, 5), confidenceOf(1, 3), confidenceOf(0, 3), confidenceOf(0, 0)]).toEqual([1, 0.5, 0, 0]);
});
