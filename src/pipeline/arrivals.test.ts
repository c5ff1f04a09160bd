import { expect, test } from "vitest";
import { isForTheRecord, knownAt, type MarketEvent } from "#core/events.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createArrivals } from "./arrivals.ts";

const BTC = "binance:BTCUSDT";
const ENDED = asMs(100 * MINUTE_MS);
const arrivals = () => {
  const desk = createArrivals({ steppedTo: () => ENDED });
  desk.seal({ until: 95 * MINUTE_MS, fundedUntil: 90 * MINUTE_MS });
  return desk;
};
const print = (time: number): MarketEvent => ({ kind: "liquidation", instrument: BTC, time: asMs(time), positionSide: "long", price: 1, size: 1 });
const funding = (time: number): MarketEvent => ({ kind: "funding", instrument: BTC, time: asMs(time), rate: 0.0001 });

test("what comes in time is taken as it is", () => {
  const event = print(ENDED + 1);
  expect(arrivals().take(event)).toBe(event);
});

test("a print or settlement that comes late counts from the next step on", () => {
  for (const event of [print(ENDED - 1), print(ENDED), funding(ENDED)]) {
    const taken = arrivals().take(event);
    expect(taken).toEqual({ ...event, heardAt: ENDED + 1 });
    expect(taken && knownAt(taken)).toBe(ENDED + 1);
  }
});

const bar = (price: "last" | "mark"): MarketEvent => ({
  kind: "candle",
  instrument: BTC,
  price,
  openTime: asMs(ENDED - MINUTE_MS),
  intervalMs: MINUTE_MS,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  closed: true,
});

test("a late sample or mark bar is for the record, a late traded bar is of no use", () => {
  const sample: MarketEvent = { kind: "open-interest", instrument: BTC, time: ENDED, openInterest: 1 };
  for (const event of [sample, bar("mark")]) {
    const taken = arrivals().take(event);
    expect(taken).toEqual({ ...event, heardAt: ENDED + 1 });
    expect(taken && isForTheRecord(taken)).toBe(true);
  }
  expect(arrivals().take(bar("last"))).toBeUndefined();
});

test("a settlement that is known is not taken again", () => {
  const desk = arrivals();
  expect(desk.take(funding(90 * MINUTE_MS))).toBeUndefined();
  expect(desk.take(funding(ENDED + 5))).toBeDefined();
  expect(desk.take(funding(ENDED + 5))).toBeUndefined();
});

test("while history loads, what belongs to a stretch that is sealed counts after it, and the next stretch is open", () => {
  const desk = createArrivals({ steppedTo: () => undefined });
  expect(desk.take(print(ENDED))).toEqual(print(ENDED));
  desk.seal({ until: ENDED, fundedUntil: 0 });
  expect(desk.take(print(ENDED))).toMatchObject({ heardAt: ENDED + 1 });
  expect(desk.take(print(ENDED + 1))).toEqual(print(ENDED + 1));
});

test("a settlement that a repair fetches after the feed has told of a newer one is taken, once", () => {
  const desk = arrivals();
  const [older, newer] = [funding(ENDED + 60_000), funding(ENDED + 120_000)];
  expect(desk.take(newer)).toBe(newer);
  expect(desk.take(older)).toBe(older);
  for (const event of [older, newer]) expect(desk.take(event)).toBeUndefined();
});

test("a late ratio is of use, no step was made of it", () => {
  const ratio: MarketEvent = { kind: "ratio", instrument: BTC, time: ENDED, ratio: 2 };
  expect(arrivals().take(ratio)).toBe(ratio);
});
