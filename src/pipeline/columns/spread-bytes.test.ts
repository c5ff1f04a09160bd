import fc from "fast-check";
import { expect, test } from "vitest";
import type { MarkedSpread } from "#insight/confidence.ts";
import { parseSpread, spreadBytes } from "./spread-bytes.ts";

const variances = fc.array(fc.double({ min: 1e-4, max: 20, noNaN: true }), { minLength: 3, maxLength: 700 });

test("a spread comes back from its bytes, each variance within 2.5 %", () => {
  const property = fc.property(variances, fc.integer({ min: -1e6, max: 1e6 }), fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (values, firstBin, mark) => {
    const variance = [Float64Array.from(values), Float64Array.from(values).reverse()] as const;
    const spread: MarkedSpread = { mark, lean: 0.1, positionUsd: 41_234.5, firstBin, rowsPerBin: 10, binCount: values.length, variance };
    const { variance: read, ...rest } = parseSpread(spreadBytes(spread));
    expect(rest).toEqual({ mark, lean: 0.1, positionUsd: 41_234.5, firstBin, rowsPerBin: 10, binCount: values.length });
    for (const side of [0, 1] as const) for (const [bin, value] of variance[side].entries()) expect(Math.abs(read[side][bin] / value - 1)).toBeLessThan(0.0251);
  });
  fc.assert(property);
});

test("a variance that is no number is the widest, one of nothing the narrowest", () => {
  const variance = [Float64Array.of(Infinity, 1e9), Float64Array.of(0, 1e-9)] as const;
  const read = parseSpread(spreadBytes({ mark: 1, lean: 0, positionUsd: 0, firstBin: 0, rowsPerBin: 10, binCount: 2, variance }));
  expect(Math.min(...read.variance[0])).toBeGreaterThan(20);
  expect(Math.max(...read.variance[1])).toBeLessThan(2e-4);
});
