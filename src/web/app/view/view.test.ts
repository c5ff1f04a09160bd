import { describe, expect, it } from "vitest";
import { planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import {
  DEFAULT_VIEW,
  bubbleUnitOf,
  heatLayerOf,
  heatStyleOf,
  intensityOf,
  neighbouringTiers,
  pressedLayer,
  sideIntensityOf,
  switched,
  toggled,
} from "./view.ts";

const GROUND = { own: { low: 1, high: 2 }, surface: "dark" } as const;

describe("heatStyleOf", () => {
  it("chooses the planes of the tiers and sides", () => {
    const style = heatStyleOf({ ...DEFAULT_VIEW, tiers: ["5", "100"], sides: ["long", "short"] }, GROUND);
    expect(style.planes).toEqual([planeOf(LONG, 0), planeOf(LONG, 4), planeOf(SHORT, 0), planeOf(SHORT, 4)]);
  });

  it("prefers the person's scale to the market's", () => {
    expect(heatStyleOf(DEFAULT_VIEW, GROUND)).toMatchObject({ low: 1, high: 2 });
    expect(heatStyleOf({ ...DEFAULT_VIEW, intensity: { low: 3, high: 4 } }, GROUND)).toMatchObject({ low: 3, high: 4 });
  });
});

describe("a scale for each side", () => {
  const own = { long: { low: 1, high: 20 }, short: { low: 5, high: 100 } };
  const held = { long: { low: 2, high: 3 }, short: { low: 4, high: 5 } };

  it("is the market's, or the person's, where it is asked for", () => {
    expect(heatStyleOf(DEFAULT_VIEW, { ...GROUND, ownSides: own }).sideEnds).toEqual(own);
    expect(heatStyleOf({ ...DEFAULT_VIEW, sideIntensity: held }, { ...GROUND, ownSides: own }).sideEnds).toEqual(held);
    expect(heatStyleOf({ ...DEFAULT_VIEW, sideIntensity: held }, GROUND).sideEnds).toBeUndefined();
  });

  it("is what history asks for in round figures, and the common one of a side of which it says nothing", () => {
    const common = { low: 1e5, high: 2e7 };
    expect(sideIntensityOf(common, { ...common, long: { low: 2.1e4, high: 1.92e6 } })).toEqual({ long: { low: 2e4, high: 2e6 }, short: common });
    expect(sideIntensityOf(common, null)).toEqual({ long: common, short: common });
  });
});

describe("intensityOf", () => {
  const ofOpenInterest = (openInterestUsd: number | null) => intensityOf({ openInterestUsd, range: null });

  it("is a round figure that stands still while open interest drifts", () => {
    expect(ofOpenInterest(9e9)).toEqual({ low: 100_000, high: 30_000_000 });
    expect(ofOpenInterest(9.4e9)).toEqual(ofOpenInterest(9e9));
  });

  it("has a floor for markets without open interest", () => expect(ofOpenInterest(null).high).toBeGreaterThan(0));

  it("is what history asks for, in round figures, once that is known", () =>
    expect(intensityOf({ openInterestUsd: 9e9, range: { low: 2.1e6, high: 1.92e7 } })).toEqual({ low: 2e6, high: 2e7 }));
});

describe("bubbleUnitOf", () => {
  it("is a round figure that stands still while open interest drifts, and larger on a phone", () => {
    expect(bubbleUnitOf(9.9e9, "desk")).toBe(1_000_000);
    expect(bubbleUnitOf(9.9e9, "desk")).toBe(bubbleUnitOf(10.2e9, "desk"));
    expect(bubbleUnitOf(9.9e9, "phone")).toBeGreaterThan(bubbleUnitOf(9.9e9, "desk"));
  });
});

describe("pressedLayer", () => {
  it("shows one layer of heat at a time, beside what printed", () => {
    expect(pressedLayer(["modelled", "realised"], "measured")).toEqual(["measured", "realised"]);
    expect(pressedLayer(["measured", "realised"], "modelled")).toEqual(["modelled", "realised"]);
    expect(pressedLayer(["measured", "realised"], "realised")).toEqual(["measured"]);
  });
  it("brings the default back when the last one goes", () => expect(pressedLayer(["measured"], "measured")).toEqual(DEFAULT_VIEW.layers));
});

describe("heatLayerOf", () => {
  it("is the estimate where nothing is measured", () => {
    expect(heatLayerOf(["measured"], ["measured", "modelled"])).toBe("measured");
    expect(heatLayerOf(["measured"], ["modelled", "realised"])).toBe("modelled");
    expect(heatLayerOf(["realised"], ["measured", "modelled"])).toBe("modelled");
  });
});

describe("toggled", () => {
  const ALL = ["a", "b", "c"] as const;
  it("takes one out and puts it back in order", () => {
    expect(toggled(ALL, ALL, "b")).toEqual(["a", "c"]);
    expect(toggled(ALL, ["c"], "a")).toEqual(["a", "c"]);
  });
  it("brings all back when the last one goes", () => expect(toggled(ALL, ["b"], "b")).toEqual(ALL));
});

describe("switched", () => {
  const ALL = [{ id: "a" }, { id: "b" }];
  it("adds in order and takes away, down to none", () => {
    expect(switched(ALL, ["b"], "a")).toEqual(["a", "b"]);
    expect(switched(ALL, ["b"], "b")).toEqual([]);
  });
});

describe("neighbouringTiers", () => {
  const through = (step: number) => {
    const steps = [DEFAULT_VIEW.tiers];
    while (steps.length < 7) steps.push(neighbouringTiers(steps[steps.length - 1], step));
    return steps.map((tiers) => tiers.join(" "));
  };
  const ALL = DEFAULT_VIEW.tiers.join(" ");

  it("goes through one group after the other and back to all, both ways", () => {
    expect(through(1)).toEqual([ALL, "5", "10", "25", "50", "100", ALL]);
    expect(through(-1)).toEqual([ALL, "100", "50", "25", "10", "5", ALL]);
  });

  it("begins at all from any other choice", () => expect(neighbouringTiers(["5", "50"], 1).join(" ")).toBe(ALL));
});
