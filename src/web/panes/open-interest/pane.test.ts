import { expect, test } from "vitest";
import type { SideBar } from "#web/panes/pane.ts";
import { openInterestPane } from "./pane.ts";

const barOf = (openInterestUsd: number | null): SideBar => ({
  openTime: 0,
  price: null,
  ratio: null,
  volumeUsd: null,
  takerDeltaUsd: null,
  openInterestUsd,
  fundingRate: null,
  longUsd: 0,
  shortUsd: 0,
});
const drawn = (values: readonly (number | null)[]) => openInterestPane.plots[0].compute(values.map(barOf));

test("the line breaks where open interest was not told, and goes on into the bar that forms", () => {
  expect(drawn([null, 1, null, null, 2, 3, null])).toEqual([null, 1, null, null, 2, 3, 3]);
  expect(drawn([1, null, null])).toEqual([1, null, null]);
});
