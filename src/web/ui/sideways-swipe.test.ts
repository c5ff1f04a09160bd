import { describe, expect, test } from "vitest";
import { followed, isSideways, swipedTo } from "./sideways-swipe.ts";

const WIDTH = 360;
const swiped = (offsetPx: number, velocity: number) => swipedTo({ offsetPx, velocity, widthPx: WIDTH });

describe("a sideways swipe", () => {
  test("leads on when it went far, or short and fast; to the left comes what is after", () => {
    expect([swiped(-120, 0), swiped(120, 0), swiped(-40, -0.6), swiped(40, 0.6)]).toEqual(["after", "before", "after", "before"]);
  });

  test("leads back when it was short and slow, a twitch, or thrown back", () => {
    expect([swiped(-60, -0.1), swiped(-10, -2), swiped(150, -0.8)]).toEqual([undefined, undefined, undefined]);
  });

  test("is not one that goes as much up or down", () => {
    expect([isSideways(20, 5), isSideways(-20, 10), isSideways(15, 14), isSideways(4, -30)]).toEqual([true, true, false, false]);
  });

  test("follows the finger, and gives little where nothing is", () => {
    expect([followed(-50, { before: false, after: true }), followed(50, { before: false, after: true })]).toEqual([-50, 10]);
  });
});
