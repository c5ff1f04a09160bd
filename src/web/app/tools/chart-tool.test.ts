import { describe, expect, it } from "vitest";
import { type ChartTool, NO_TOOL, clicked, moved, tookUp } from "./chart-tool.ts";

const HERE = { timeMs: 1_000, price: 68_000 };
const THERE = { timeMs: 2_000, price: 69_000 };

describe("pin", () => {
  it("stands where the pointer is, or waits for a click, and the next one is not for it", () => {
    expect(tookUp(NO_TOOL, "pin", HERE)).toEqual({ kind: "pin", at: HERE });
    const waiting = tookUp(NO_TOOL, "pin", undefined);
    const pinned = clicked(waiting, THERE);
    expect(pinned).toEqual({ kind: "pin", at: THERE });
    expect(clicked(pinned, HERE)).toBe(pinned);
  });

  it("is put down by the same key", () => expect(tookUp({ kind: "pin", at: HERE }, "pin", THERE)).toBe(NO_TOOL));
});

describe("line", () => {
  it("is put down by the click that places it, or by the same key", () => {
    const waiting = tookUp(NO_TOOL, "line", HERE);
    expect(waiting).toEqual({ kind: "line" });
    expect([clicked(waiting, THERE), tookUp(waiting, "line", HERE)]).toEqual([NO_TOOL, NO_TOOL]);
  });
});

describe("measure", () => {
  const begun = clicked(tookUp({ kind: "pin", at: HERE }, "measure", HERE), HERE);

  it("goes from the first click to the pointer, and stays at the second", () => {
    const open = moved(begun, THERE);
    expect(open).toMatchObject({ from: HERE, to: THERE, isSet: false });
    const set = clicked(open, THERE);
    expect(set).toMatchObject({ from: HERE, to: THERE, isSet: true });
    expect(moved(set, HERE)).toBe(set);
  });

  it("measures nothing while the pointer has not left the first point", () =>
    expect(moved(moved(begun, THERE), HERE)).toMatchObject({ from: HERE, to: undefined }));

  it("begins anew with a third click", () => {
    const third: ChartTool = clicked(clicked(begun, THERE), THERE);
    expect(third).toEqual({ kind: "measure", from: THERE, to: undefined, isSet: false });
  });
});
