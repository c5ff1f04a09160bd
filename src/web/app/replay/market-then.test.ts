import { expect, test } from "vitest";
import type { MarketMessage } from "#wire/messages.ts";
import { createMarketsThen, marketThen } from "./market-then.ts";

const MINUTE = 60_000;
const LIVE = {
  id: "all:BTC",
  stepMs: MINUTE,
  mark: 70_000,
  change24h: 0.01,
  openInterestUsd: 5e9,
  funding: { rate: 0.0001, nextTime: 1, intervalMs: null },
  explainedShare: 0.9,
  reliability: { grade: "A", score: 1, reasons: [] },
  markSource: "mark",
  printedShare: 0.3,
  measured: {},
  ready: true,
  firstTime: 10 * MINUTE,
  lastTime: 900 * MINUTE,
  firstPrintTime: 500 * MINUTE,
  holes: [{ from: 700 * MINUTE, to: 800 * MINUTE, missingMs: 0 }],
  openInterestHoles: [{ from: 390 * MINUTE, to: 410 * MINUTE, missingMs: 15 * MINUTE }],
  members: [{ market: "a:A", exchangeLabel: "A", symbol: "A", basis: 0.001, openInterestUsd: 1e9, ready: true, lastTime: 900 * MINUTE }],
} as unknown as MarketMessage;

test("before the server has answered, no figure of now stands for one of then", () => {
  const then = marketThen(LIVE, undefined, 400 * MINUTE);
  expect(then).toMatchObject({
    mark: null,
    change24h: null,
    openInterestUsd: null,
    funding: null,
    reliability: null,
    explainedShare: null,
    printedShare: null,
  });
  expect(then).toMatchObject({ measured: null, markSource: null, lastTime: 400 * MINUTE, firstPrintTime: null, holes: [], ready: true });
  expect(then.openInterestHoles).toEqual([{ from: 390 * MINUTE, to: 400 * MINUTE, missingMs: 10 * MINUTE }]);
  expect(then.members).toEqual([{ market: "a:A", exchangeLabel: "A", symbol: "A", basis: null, openInterestUsd: null, ready: true, lastTime: null }]);
});

test("the server's figures of then are shown", () =>
  expect(marketThen(LIVE, { ...LIVE, mark: 61_000, openInterestUsd: 4e9 }, 400 * MINUTE)).toMatchObject({ mark: 61_000, openInterestUsd: 4e9 }));

test("before anything was stored there is no map", () => expect(marketThen(LIVE, undefined, 9 * MINUTE)).toMatchObject({ ready: false, lastTime: null }));

test("a market is the same object until something of it changes", () => {
  const thenOf = createMarketsThen();
  const told = [{ ...LIVE, mark: 61_000 }];
  const first = thenOf(LIVE, told, 400 * MINUTE);
  expect(thenOf(LIVE, told, 400 * MINUTE)).toBe(first);
  expect(thenOf(LIVE, told, 401 * MINUTE)).not.toBe(first);
  expect(thenOf(LIVE, undefined, 401 * MINUTE).mark).toBeNull();
});

test("colours are those that the week before had then, as soon as they are told", () => {
  const [now, before] = [1, 2].map((high) => ({ low: 0.1, high }));
  const live = { ...LIVE, heatRange: now };
  expect(marketThen(live, undefined, 400 * MINUTE).heatRange).toBe(now);
  expect(marketThen(live, { ...live, heatRange: before }, 400 * MINUTE).heatRange).toBe(before);
  expect(marketThen({ ...live, heatRange: null }, { ...live, heatRange: before }, 400 * MINUTE).heatRange).toBe(before);
});
