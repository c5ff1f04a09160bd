import { describe, expect, it } from "vitest";
import { TAKER_BUY, TAKER_SELL, addPrint, createTape } from "./tape.ts";
import { appendTrade, createTradeRing, firstTradeAt, oldestTradeId, tradeOf } from "./trade-ring.ts";

const TICK = 0.1;
const priceOf = (i: number) => (680_000 + i) * TICK;

describe("a ring of 8 trades that took 20", () => {
  const tape = createTape(32);
  const ring = createTradeRing(8, { tickSize: TICK });
  for (let i = 1; i <= 20; i++) {
    addPrint(tape, { time: 1_000 * i, price: priceOf(i), lots: 470_000 + i, taker: i % 2 === 0 ? TAKER_BUY : TAKER_SELL });
    appendTrade(ring, tape, i - 1);
  }

  it("holds the newest 8, each as it was printed", () => {
    expect(oldestTradeId(ring)).toBe(13);
    for (let id = 13; id <= 20; id++)
      expect(tradeOf(ring, id)).toEqual({ id, time: 1_000 * id, price: priceOf(id), lots: 470_000 + id, taker: id % 2 === 0 ? TAKER_BUY : TAKER_SELL });
  });

  it.each([
    [0, 13],
    [15_000, 15],
    [15_001, 16],
    [20_001, 21],
  ])("finds the first trade at or after %i", (time, id) => expect(firstTradeAt(ring, time)).toBe(id));
});
