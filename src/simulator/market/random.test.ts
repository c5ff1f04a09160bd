import { describe, expect, it } from "vitest";
import { createRandom } from "./random.ts";

const draws = (seed: string, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.normal());
};

describe("random", () => {
  it("repeats itself for a seed and differs between seeds", () => {
    expect(draws("a", 50)).toEqual(draws("a", 50));
    expect(draws("a", 50)).not.toEqual(draws("b", 50));
  });

  it("has the moments of its distributions", () => {
    const sample = draws("moments", 100_000);
    const mean = sample.reduce((sum, x) => sum + x, 0) / sample.length;
    const variance = sample.reduce((sum, x) => sum + x * x, 0) / sample.length;
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    const random = createRandom("exponential");
    const waits = Array.from({ length: 100_000 }, () => random.exponential(3));
    expect(Math.abs(waits.reduce((sum, x) => sum + x, 0) / waits.length - 3)).toBeLessThan(0.05);
  });

  it("picks in proportion to weights and never picks weight zero", () => {
    const random = createRandom("pick");
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[random.pick([1, 0, 3])]++;
    expect(counts[1]).toBe(0);
    expect(counts[2] / counts[0]).toBeGreaterThan(2.7);
    expect(counts[2] / counts[0]).toBeLessThan(3.3);
  });
});
