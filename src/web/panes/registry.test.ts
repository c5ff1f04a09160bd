import { describe, expect, test } from "vitest";
import type { SideBar } from "./pane.ts";
import { PANES } from "./registry.ts";

const UNKNOWN: SideBar = {
  openTime: 0,
  price: null,
  ratio: null,
  volumeUsd: null,
  takerDeltaUsd: null,
  openInterestUsd: null,
  fundingRate: null,
  longUsd: 0,
  shortUsd: 0,
};
const KNOWN: SideBar = {
  openTime: 0,
  price: 100,
  ratio: 1.5,
  volumeUsd: 500,
  takerDeltaUsd: 200,
  openInterestUsd: 9_000,
  fundingRate: -0.0001,
  longUsd: 30,
  shortUsd: 40,
};

const valuesOf = (id: string, bars: readonly SideBar[]) => PANES.find((pane) => pane.id === id)?.plots.map(({ compute }) => compute(bars));

test("ids are fit for links and told apart", () => {
  const ids = PANES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+$/);
});

test.each(PANES)("$title gives one value a bar, none out of nothing", ({ plots }) => {
  for (const { compute } of plots) {
    expect(compute([])).toEqual([]);
    expect(compute([UNKNOWN, KNOWN, UNKNOWN])).toHaveLength(3);
    expect([null, 0, -0]).toContain(compute([UNKNOWN])[0]);
  }
});

describe("what stands between two samples", () => {
  test("open interest", () => expect(valuesOf("oi", [UNKNOWN, KNOWN, UNKNOWN])).toEqual([[null, 9_000, 9_000]]));
  test("a funding rate", () => expect(valuesOf("funding", [UNKNOWN, KNOWN, UNKNOWN])).toEqual([[null, -0.0001, -0.0001]]));
  test("a ratio of accounts", () => expect(valuesOf("ratio", [UNKNOWN, KNOWN, UNKNOWN])).toEqual([[null, 1.5, 1.5]]));
});

test("a flow does not stand: volume is of its own bar", () => expect(valuesOf("volume", [KNOWN, UNKNOWN])).toEqual([[500, null]]));
test("liquidations stand on both sides of zero", () => expect(valuesOf("liquidations", [KNOWN])).toEqual([[40], [-30]]));
