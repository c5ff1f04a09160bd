import { expect, test } from "vitest";
import { DAY_MS, asMs } from "#core/units.ts";
import type { PastHub } from "#pipeline/past/hub-at.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { DAY_INTERVAL_MS, marketDay } from "./market-day.ts";

const NOW = 10 * DAY_MS - 1;
const [FIRST, LAST] = [9 * DAY_MS, NOW + 1 - DAY_INTERVAL_MS];

/** Open interest by market and time, at a price of 10. */
function changeOf(told: Readonly<Record<string, readonly (readonly [at: number, size: number])[]>>): Promise<number | null> {
  const views = Object.keys(told).map((id) => ({ id, contract: "linear", members: null }) as unknown as MarketView);
  const all = { id: "all:BTC", members: views.map(({ id }) => ({ market: id })) } as unknown as MarketView;
  const hub = {
    market: (id: string) => views.find((view) => view.id === id),
    candles: () => Promise.resolve([FIRST, LAST].map((openTime) => ({ openTime, close: 10 }))),
    samples: (id: string) => Promise.resolve(told[id].map(([at, size]) => ({ openTime: asMs(at), open: size, high: size, low: size, close: size }))),
  } as unknown as PastHub;
  return marketDay(hub, all, NOW).then(({ openInterestChange }) => openInterestChange);
}

const day = (before: number, after: number) => [[FIRST, before] as const, [LAST, after] as const];

test("the change of open interest in a day is that of the members that tell it for the day", async () => {
  expect(await changeOf({ a: day(100, 110), b: day(50, 55) })).toBeCloseTo(0.1);
  expect(await changeOf({ a: day(100, 110), b: [[LAST, 50]] })).toBeCloseTo(0.1);
  expect(await changeOf({ a: day(100, 110), b: [] })).toBeCloseTo(0.1);
});

test("where these hold less than half of it nothing is said", async () => {
  expect(await changeOf({ a: day(40, 44), b: [[LAST, 50]] })).toBeNull();
  expect(await changeOf({ a: [[LAST, 50]] })).toBeNull();
  expect(await changeOf({ a: [] })).toBeNull();
});
