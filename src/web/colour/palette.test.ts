import { describe, expect, it } from "vitest";
import { COLOUR_VISIONS, differenceSeen } from "./colour-vision.ts";
import { contrastRatio, relativeLuminance } from "./contrast.ts";
import { PALETTES, PALETTE_NAMES, type Palette, type Ramp, type Surface, rampAt } from "./palette.ts";

const SURFACES: readonly Surface[] = ["dark", "light"];
const SAFE_NAMES = PALETTE_NAMES.filter((name) => PALETTES[name].isSafe);
const rampsOf = (name: (typeof PALETTE_NAMES)[number], surface: Surface): readonly Ramp[] => {
  const { longs, shorts } = (PALETTES[name] as Palette)[surface];
  return [longs, shorts];
};
const steps = (ramp: Ramp, count: number) => Array.from({ length: count + 1 }, (_, index) => rampAt(ramp, index / count));

describe.each(SURFACES)("on a %s surface", (surface) => {
  const ground = surface === "dark" ? ([10, 12, 17] as const) : ([255, 255, 255] as const);

  it.each(PALETTE_NAMES)("%s moves away from it all the way, so that it reads without hue", (name) => {
    for (const ramp of rampsOf(name, surface)) {
      const away = steps(ramp, 40).map((colour) => (surface === "dark" ? relativeLuminance(colour) : -relativeLuminance(colour)));
      for (let step = 1; step < away.length; step++) expect(away[step]).toBeGreaterThanOrEqual(away[step - 1] - 1e-3);
    }
  });

  it.each(PALETTE_NAMES)("%s begins at the surface and ends where nothing can be missed", (name) => {
    for (const ramp of rampsOf(name, surface)) {
      expect(contrastRatio(rampAt(ramp, 0), ground)).toBeLessThan(1.6);
      expect(contrastRatio(rampAt(ramp, 1), ground)).toBeGreaterThan(10);
    }
  });

  it.each(SAFE_NAMES)("%s has steps that every colour vision tells from their neighbours", (name) => {
    for (const vision of COLOUR_VISIONS)
      for (const ramp of rampsOf(name, surface)) {
        const colours = steps(ramp, 8);
        for (let step = 1; step < colours.length; step++) expect(differenceSeen(vision, colours[step - 1], colours[step])).toBeGreaterThan(4);
      }
  });

  it.each(PALETTE_NAMES.filter((name) => PALETTES[name].sides === "apart"))(
    "%s has sides that are told apart, by every colour vision if it says so",
    (name) => {
      const [longs, shorts] = rampsOf(name, surface);
      for (const vision of PALETTES[name].isSafe ? COLOUR_VISIONS : (["trichromacy"] as const))
        for (const position of [0.5, 0.6, 0.7, 0.8, 0.9]) expect(differenceSeen(vision, rampAt(longs, position), rampAt(shorts, position))).toBeGreaterThan(20);
    },
  );
});

it("is safe for every colour vision unless one chooses otherwise", () => expect(SAFE_NAMES[0]).toBe("ember"));

it("ends where the ramp ends", () => {
  const ramp = PALETTES.ember.dark.longs;
  expect(rampAt(ramp, -1)).toEqual([...ramp[0]]);
  expect(rampAt(ramp, 2)).toEqual([...ramp[ramp.length - 1]]);
});
