import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MarketMessage } from "#wire/messages.ts";
import { watchMissed } from "./missed-stretch.ts";

const MINUTE = 60_000;
let asked: number[];
let missed: ReturnType<typeof watchMissed>;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  missed = watchMissed((fromMs) => asked.push(fromMs / MINUTE));
});
afterEach(() => {
  missed.close();
  vi.useRealTimers();
});

const market = (id: string, lastMinute: number, members?: Readonly<Record<string, number>>): MarketMessage =>
  ({
    id,
    stepMs: MINUTE,
    lastTime: lastMinute * MINUTE,
    members: members ? Object.entries(members).map(([part, minute]) => ({ market: part, lastTime: minute * MINUTE })) : null,
  }) as unknown as MarketMessage;

test("bars that were left out are asked for soon, and again when the exchange may have refused", () => {
  missed.noteGap(7 * MINUTE);
  vi.advanceTimersByTime(2_000);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(200_000);
  expect(asked).toEqual([7, 7, 7]);
});

test("a map that catches up several steps at once is asked for from where it stood, step by step it is not", () => {
  missed.hear(market("binance:X", 10));
  missed.hear(market("binance:X", 11));
  vi.advanceTimersByTime(200_000);
  expect(asked).toEqual([]);
  missed.hear(market("binance:X", 16));
  vi.advanceTimersByTime(5_000);
  expect(asked).toEqual([11]);
});

test("of a combined map every member is watched, though the whole goes on", () => {
  missed.hear(market("all:X", 10, { a: 10, b: 10 }));
  missed.hear(market("all:X", 15, { a: 10, b: 11 }));
  missed.hear(market("all:X", 16, { a: 16, b: 12 }));
  vi.advanceTimersByTime(5_000);
  expect(asked).toEqual([10]);
});

test("another market is no jump", () => {
  missed.hear(market("binance:X", 10));
  missed.hear(market("okx:X", 90));
  vi.advanceTimersByTime(200_000);
  expect(asked).toEqual([]);
});
