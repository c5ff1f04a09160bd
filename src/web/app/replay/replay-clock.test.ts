import fc from "fast-check";
import { expect, test } from "vitest";
import { SPEEDS, createReplayClock, type ReplayClockParts } from "./replay-clock.ts";

const MINUTE = 60_000;
const FROM = 1_000 * MINUTE;

/** A clock whose ticks come when the test says so. */
function openClock(limits: Partial<Pick<ReplayClockParts, "playableUntil" | "end">> = {}) {
  const shown: number[] = [];
  const said: string[] = [];
  let tick: ((nowMs: number) => void) | undefined;
  const clock = createReplayClock({
    ticker(onTick) {
      tick = onTick;
      return () => (tick = undefined);
    },
    playableUntil: () => Infinity,
    end: () => Infinity,
    onInstant: (atMs) => void shown.push((atMs - FROM) / MINUTE),
    onWaiting: (waiting) => void said.push(waiting ? "waiting" : "there"),
    onEnd: () => void said.push("end"),
    ...limits,
  });
  return { clock, shown, said, tick: (nowMs: number) => tick?.(nowMs), isTicking: () => tick !== undefined };
}

test("at 600x ten minutes pass in a second, minute by minute", () => {
  const { clock, shown, tick } = openClock();
  clock.play({ atMs: FROM, speed: 600 });
  for (let now = 0; now <= 1_000; now += 50) tick(now);
  expect(shown).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("a late frame leaves minutes out instead of showing them all", () => {
  const { clock, shown, tick } = openClock();
  clock.play({ atMs: FROM, speed: 600 });
  tick(0);
  tick(700);
  expect(shown).toEqual([7]);
});

test("a page that slept does not leap", () => {
  const { clock, shown, tick } = openClock();
  clock.play({ atMs: FROM, speed: 60 });
  tick(0);
  tick(3_600_000);
  expect(shown).toEqual([1]);
});

test("it waits where nothing is loaded yet, says so, and goes on", () => {
  let loaded = FROM + 2 * MINUTE;
  const { clock, shown, said, tick } = openClock({ playableUntil: () => loaded });
  clock.play({ atMs: FROM, speed: 600 });
  for (let now = 0; now <= 800; now += 100) tick(now);
  expect([shown.at(-1), said]).toEqual([2, ["waiting"]]);
  loaded = FROM + 60 * MINUTE;
  tick(900);
  expect([shown.at(-1), said]).toEqual([3, ["waiting", "there"]]);
});

test("it ends where what is stored ends, and ticks no more", () => {
  const { clock, shown, said, tick, isTicking } = openClock({ end: () => FROM + 3 * MINUTE });
  clock.play({ atMs: FROM, speed: 600 });
  for (let now = 0; now <= 1_000; now += 100) tick(now);
  expect([shown, said, isTicking()]).toEqual([[1, 2, 3], ["end"], false]);
});

test("another speed counts from now on", () => {
  const { clock, shown, tick } = openClock();
  clock.play({ atMs: FROM, speed: 60 });
  tick(0);
  tick(500);
  clock.setSpeed(600);
  tick(1_000);
  expect(shown).toEqual([5]);
});

test("however ticks come, the instant only goes forward, is a whole minute, and never passes what is loaded or stored", () => {
  fc.assert(
    fc.property(fc.constantFrom(...SPEEDS), fc.array(fc.integer({ min: 0, max: 5_000 })), fc.nat(100), fc.nat(100), (speed, gaps, loaded, stored) => {
      const { clock, shown, tick } = openClock({ playableUntil: () => FROM + loaded * MINUTE, end: () => FROM + stored * MINUTE });
      clock.play({ atMs: FROM, speed });
      let now = 0;
      for (const gap of gaps) tick((now += gap));
      expect(shown).toEqual(shown.toSorted((a, b) => a - b));
      expect(shown.every((at, index) => Number.isInteger(at) && at <= Math.min(loaded, stored) && at !== shown[index - 1])).toBe(true);
    }),
  );
});
