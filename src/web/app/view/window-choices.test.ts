import { describe, expect, it } from "vitest";
import { DAY_MS } from "#core/units.ts";
import { levelOfWindow, windowChoices } from "./window-choices.ts";

const stored = (days: number, finestLevel = 0) => ({ firstTime: 0, lastTime: days * DAY_MS, finestLevel });
const open = (days: number, finestLevel?: number) =>
  windowChoices(stored(days, finestLevel))
    .filter(({ closedBecause }) => closedBecause === undefined)
    .map(({ name }) => name);

describe("windowChoices", () => {
  it("closes windows that stored history cannot fill, and says how much there is", () => {
    expect(open(7)).toEqual(["15m", "1h", "4h", "12h", "24h", "3d", "7d"]);
    expect(windowChoices(stored(7)).find(({ name }) => name === "90d")?.closedBecause).toBe("Only 7 d of history is stored yet");
  });

  it("closes windows shorter than the finest columns can draw", () => {
    expect(open(60, 1).slice(0, 2)).toEqual(["1h", "4h"]);
    expect(windowChoices(stored(60, 1))[0].closedBecause).toBe("The finest columns of this market are 5 min long");
  });

  it("closes none before a market is known", () => expect(windowChoices(undefined).every(({ closedBecause }) => closedBecause === undefined)).toBe(true));
});

describe("levelOfWindow", () => {
  it("is the window's own level, or the finest that there is", () => {
    expect(levelOfWindow("1h", { finestLevel: 0 })).toBe(0);
    expect(levelOfWindow("1h", { finestLevel: 1 })).toBe(1);
    expect(levelOfWindow("30d", { finestLevel: 1 })).toBe(3);
  });
});
