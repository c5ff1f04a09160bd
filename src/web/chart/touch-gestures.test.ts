import { expect, test } from "vitest";
import { type Finger, createTouchGestures } from "./touch-gestures.ts";

/** A hand over the map: what it does, and what was made of it. */
function hand() {
  const heard: string[] = [];
  const waiting = new Set<() => void>();
  let now = 0;
  const spot = ({ x, y }: { x: number; y: number }) => `${Math.round(x * 100) / 100},${Math.round(y * 100) / 100}`;
  const gestures = createTouchGestures(
    {
      onGrip: (fingers, axes) => heard.push(`grip ${fingers.map(spot).join(" ")} ${axes}`),
      onDrag: (fingers) => heard.push(`drag ${fingers.map(spot).join(" ")}`),
      onThrow: (velocity) => heard.push(`throw ${spot(velocity)}`),
      onHold: (at) => heard.push(`hold ${spot(at)}`),
      onSteer: (by) => heard.push(`steer ${spot(by)}`),
      onDismiss: () => heard.push("dismiss"),
      onTap: (at) => heard.push(`tap ${spot(at)}`),
      onDoubleTap: () => heard.push("fit"),
    },
    (_, run) => {
      waiting.add(run);
      return () => waiting.delete(run);
    },
  );
  return {
    at(ms: number, ...places: (readonly [x: number, y: number])[]) {
      now += ms;
      gestures.take(
        places.map(([x, y], id): Finger => ({ id, x, y })),
        now,
      );
      return this;
    },
    /** The finger stays where it is until the crosshair comes. */
    rest() {
      for (const run of waiting) run();
      waiting.clear();
      return this;
    },
    cancel: () => gestures.cancel(),
    heard: () => heard.splice(0),
  };
}

test("a finger that moves pans, and thrown it says how fast", () => {
  const { heard } = hand().at(0, [100, 100]).at(10, [104, 102]).at(10, [120, 130]).at(10, [140, 150]).at(10);
  expect(heard()).toEqual(["grip 100,100 both", "drag 120,130", "drag 140,150", "throw 2,2"]);
});

test("sideways it pans time alone, and a finger that rested before it left throws nothing", () => {
  const { heard } = hand().at(0, [100, 100]).at(10, [120, 103]).at(10, [140, 140]).at(200);
  expect(heard()).toEqual(["grip 100,100 time", "drag 120,103", "drag 140,140", "throw 0,0"]);
});

test("two fingers hold the map, and when one leaves the other goes on from where it is", () => {
  const { heard } = hand().at(0, [100, 100]).at(10, [100, 100], [200, 300]).at(10, [90, 90], [210, 310]).at(10, [90, 90]).at(10, [95, 90]).at(300);
  expect(heard()).toEqual(["grip 100,100 200,300 both", "drag 90,90 210,310", "grip 90,90 both", "drag 95,90", "throw 0,0"]);
});

test("a resting finger brings the crosshair, which goes with it, stays, is moved by the next finger and sent away by a tap", () => {
  const at = hand().at(0, [100, 100]).rest();
  expect(at.heard()).toEqual(["hold 100,100"]);
  at.at(10, [103, 101]).at(10, [120, 90]).at(10);
  expect(at.heard()).toEqual(["steer 3,1", "steer 17,-11"]);
  at.at(500, [300, 300]).at(10, [300, 320]).at(10);
  expect(at.heard()).toEqual(["steer 0,20"]);
  at.at(500, [50, 50]).at(10);
  expect(at.heard()).toEqual(["dismiss"]);
  at.at(500, [50, 50]).at(10, [80, 80]).at(10);
  expect(at.heard()[0]).toBe("grip 50,50 both");
});

test("a tap is told at once; a second one at the same place means fit, elsewhere or later it is another tap", () => {
  const at = hand().at(0, [100, 100]).at(20).at(100, [110, 105]).at(20);
  expect(at.heard()).toEqual(["tap 100,100", "fit"]);
  at.at(100, [100, 100]).at(20).at(100, [200, 100]).at(20).at(400, [200, 100]).at(20);
  expect(at.heard()).toEqual(["tap 100,100", "tap 200,100", "tap 200,100"]);
});

test("a finger that the system takes away has meant nothing", () => {
  const at = hand().at(0, [100, 100]);
  at.cancel();
  expect(at.rest().heard()).toEqual([]);
  at.at(10, [100, 100]).at(10);
  expect(at.heard()).toEqual(["tap 100,100"]);
});
