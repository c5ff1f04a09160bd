import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPaced } from "./paced.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function open() {
  const sent: number[] = [];
  const paced = createPaced<number>({ everyMs: 40, send: (value) => sent.push(value) });
  return { sent, paced };
}

test("the first goes at once, of those that follow soon the newest, and none is late for ever", () => {
  const { sent, paced } = open();
  for (let value = 1; value <= 5; value++) paced.put("a", value);
  expect(sent).toEqual([1]);
  vi.advanceTimersByTime(40);
  expect(sent).toEqual([1, 5]);
  vi.advanceTimersByTime(40);
  paced.put("a", 6);
  expect(sent).toEqual([1, 5, 6]);
});

test("each key has its own pace", () => {
  const { sent, paced } = open();
  paced.put("a", 1);
  paced.put("b", 2);
  expect(sent).toEqual([1, 2]);
});

test("after the stop nothing comes", () => {
  const { sent, paced } = open();
  paced.put("a", 1);
  paced.put("a", 2);
  paced.stop();
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([1]);
});
