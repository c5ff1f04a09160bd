import { expect, test } from "vitest";
import { isHeld, pressedLadders, pressedLock } from "./colour-lock.ts";
import { DEFAULT_VIEW, type View } from "./view.ts";

const SIDES = { long: { low: 3, high: 4 }, short: { low: 5, high: 6 } };
const OWN = { low: 1, high: 2, sides: SIDES };
const locked = (view: View): View => ({ ...view, ...pressedLock(view, OWN) });
const switched = (view: View): View => ({ ...view, ...pressedLadders(view, OWN) });

test("the lock holds the scale that is shown: the common one, or both sides'", () => {
  expect(locked(DEFAULT_VIEW)).toMatchObject({ intensity: { low: 1, high: 2 }, sideIntensity: undefined });
  expect(locked(switched(DEFAULT_VIEW))).toMatchObject({ ladders: "per-side", intensity: undefined, sideIntensity: SIDES });
});

test("what is locked stays so through the other scales and back, as it was put", () => {
  const put = { low: 7, high: 9 };
  const perSide = switched({ ...DEFAULT_VIEW, intensity: put });
  expect([isHeld(perSide), perSide.sideIntensity]).toEqual([true, SIDES]);
  expect(switched(perSide)).toMatchObject({ ladders: "common", intensity: put });
  expect(isHeld(switched(DEFAULT_VIEW))).toBe(false);
});

test("letting go lets go of all of it", () => {
  const free = locked(switched(locked(DEFAULT_VIEW)));
  expect([free.intensity, free.sideIntensity, isHeld(switched(free))]).toEqual([undefined, undefined, false]);
});
