import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { paced } from "./paced.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first call runs at once, those that come soon after are one", () => {
  const work = vi.fn<() => void>();
  const { call } = paced(work, 100);
  call();
  expect(work).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 5; i++) call();
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  expect(work).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1_000);
  expect(work).toHaveBeenCalledTimes(2);
  call();
  expect(work).toHaveBeenCalledTimes(3);
});

test("what waits can be forgotten", () => {
  const work = vi.fn<() => void>();
  const { call, stop } = paced(work, 100);
  call();
  call();
  stop();
  vi.advanceTimersByTime(1_000);
  expect(work).toHaveBeenCalledTimes(1);
});
