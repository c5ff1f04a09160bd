import { describe, expect, it } from "vitest";
import { PALETTES, PALETTE_NAMES, type Ramp, rampAt } from "./palette.ts";

/** Relative luminance of sRGB (WCAG 2). */
function luminance(rgb: readonly number[]): number {
  const [red, green, blue] = rgb.map((value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("palettes", () => {
  it.each(PALETTE_NAMES)("%s grows lighter all the way, so that it reads without hue", (name) => {
    const { longs, shorts } = PALETTES[name] as { longs: Ramp; shorts: Ramp };
    for (const ramp of [longs, shorts]) {
      const steps = Array.from({ length: 41 }, (_, index) => luminance(rampAt(ramp, index / 40)));
      for (let step = 1; step < steps.length; step++) expect(steps[step]).toBeGreaterThanOrEqual(steps[step - 1] - 1e-3);
    }
  });

  it("ends where the ramp ends", () => {
    expect(rampAt(PALETTES.ember.longs, -1)).toEqual([...PALETTES.ember.longs[0]]);
    expect(rampAt(PALETTES.ember.longs, 2)).toEqual([...PALETTES.ember.longs[PALETTES.ember.longs.length - 1]]);
  });
});
