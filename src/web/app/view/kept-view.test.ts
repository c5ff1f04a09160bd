import { expect, test } from "vitest";
import { keptOf, openingView } from "./kept-view.ts";
import { DEFAULT_VIEW } from "./view.ts";

const LEFT = {
  ...DEFAULT_VIEW,
  market: "a:B",
  window: "7d",
  palette: "sides",
  panel: "tape",
  ladder: "hidden",
  panes: ["oi", "volume"],
  marks: ["swings"],
} as const;
const AROUND = { palette: "sides", ladder: "hidden", panes: ["oi", "volume"], marks: ["swings"] } as const;

test("a page without a link opens as it was left, around the map", () => {
  expect(openingView("", keptOf(LEFT, "desk"))).toEqual({ ...DEFAULT_VIEW, ...AROUND, panel: "tape" });
});

test("a phone's page opens with the map in sight", () => expect(openingView("", keptOf(LEFT, "phone"))).toEqual({ ...DEFAULT_VIEW, ...AROUND }));

test("a link is opened as it was sent, and a first page as by default", () => {
  expect(openingView("?window=4h", keptOf(LEFT, "desk"))).toEqual({ ...DEFAULT_VIEW, window: "4h" });
  expect(openingView("", {})).toEqual(DEFAULT_VIEW);
});

test("what is kept and no longer there is left out", () => {
  expect(openingView("", { panes: ["gone", "oi"], panel: "never" })).toEqual({ ...DEFAULT_VIEW, panes: ["oi"] });
});
