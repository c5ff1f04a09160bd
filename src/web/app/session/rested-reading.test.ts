import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRestedReading } from "./rested-reading.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pointAt = (place: number) => ({ place });

function openReading(whole: (place: number) => Promise<string> = async (place) => `whole ${place}`) {
  const told: (string | undefined)[] = [];
  const failures: unknown[] = [];
  const read = createRestedReading<{ place: number }, string>({
    read: async ({ place }, how) => (how === "whole" ? whole(place) : `${place}`),
    tell: (reading) => void told.push(reading),
    fail: (error) => void failures.push(error),
  });
  return { told, failures, read };
}

test("where the pointer passes only what is known is read, where it rests all of it", async () => {
  const { told, read } = openReading();
  for (const place of [1, 2, 3]) {
    read(pointAt(place));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(told).toEqual(["1", "2", "3"]);
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual(["1", "2", "3", "whole 3"]);
});

test("what comes late of a point that was left is not told", async () => {
  let answer: (text: string) => void = () => undefined;
  const { told, read } = openReading(() => new Promise((resolve) => (answer = resolve)));
  read(pointAt(1));
  await vi.advanceTimersByTimeAsync(200);
  read(undefined);
  answer("late");
  await vi.advanceTimersByTimeAsync(200);
  expect(told).toEqual(["1", undefined]);
});

test("a reading that fails is told as a failure, and what was read at once stands", async () => {
  const { told, failures, read } = openReading(async () => Promise.reject(new Error("the worker is gone")));
  read(pointAt(1));
  await vi.advanceTimersByTimeAsync(200);
  expect(told).toEqual(["1"]);
  expect(failures).toEqual([new Error("the worker is gone")]);
});
