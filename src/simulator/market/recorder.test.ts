import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { LINEAR_EXCHANGE } from "./linear-exchange.conformance.ts";
import { type MinuteColumn, minuteOf, placeOf } from "./minute-columns.ts";
import { type Recorder, createRecorder } from "./recorder.ts";
import { TAKER_BUY } from "./tape.ts";
import { firstTradeAt, tradeOf } from "./trade-ring.ts";
import { truthOf } from "./truth.ts";

const START = Date.UTC(2026, 0, 1);
const END = START + 2 * HOUR_MS;
const record = () => createRecorder({ seed: "recorder", coin: "BTC", start: START, exchange: LINEAR_EXCHANGE, keepDays: 1 });
const cell = ({ minutes }: Recorder, name: MinuteColumn, minute: number) => minutes.column[name][placeOf(minutes, minute)];

describe("recorder", () => {
  const whole = record();
  whole.advanceTo(END);
  const inPieces = record();
  const early: number[] = [];
  for (let time = START; time < END; time += 100 + (time % 977)) {
    inPieces.advanceTo(time);
    const { trades } = inPieces;
    if (trades.nextId > 1 && tradeOf(trades, trades.nextId - 1).time >= time) early.push(time);
  }
  inPieces.advanceTo(END);

  it("records the same whether it runs on at once or in live steps", () => {
    expect(inPieces.trades.nextId).toBe(whole.trades.nextId);
    expect(inPieces.openInterestLots).toBe(whole.openInterestLots);
    expect(inPieces.mark()).toBe(whole.mark());
    for (const name of Object.keys(whole.minutes.column) as MinuteColumn[]) expect(inPieces.minutes.column[name]).toEqual(whole.minutes.column[name]);
  });

  it("knows no trade before its time", () => expect(early).toEqual([]));

  it("makes each minute of exactly its own trades", () => {
    for (let minute = minuteOf(START); minute < minuteOf(END); minute++) {
      const { trades } = whole;
      const first = firstTradeAt(trades, minute * MINUTE_MS);
      const end = firstTradeAt(trades, (minute + 1) * MINUTE_MS);
      const prints = Array.from({ length: end - first }, (_, i) => tradeOf(trades, first + i));
      const prices = prints.map(({ price }) => price);
      const lotsOf = (some: typeof prints) => some.reduce((sum, { lots }) => sum + lots, 0);
      expect(cell(whole, "trades", minute)).toBe(prints.length);
      expect(cell(whole, "open", minute)).toBe(prices[0]);
      expect(cell(whole, "high", minute)).toBe(Math.max(...prices));
      expect(cell(whole, "low", minute)).toBe(Math.min(...prices));
      expect(cell(whole, "close", minute)).toBe(prices.at(-1));
      expect(cell(whole, "volumeLots", minute)).toBe(lotsOf(prints));
      expect(cell(whole, "takerBuyLots", minute)).toBe(lotsOf(prints.filter(({ taker }) => taker === TAKER_BUY)));
    }
  });

  it("changes open interest by no more than a minute's volume", () => {
    for (let minute = minuteOf(START) + 1; minute < minuteOf(END); minute++) {
      const change = cell(whole, "openInterestLots", minute) - cell(whole, "openInterestLots", minute - 1);
      expect(Math.abs(change)).toBeLessThanOrEqual(cell(whole, "volumeLots", minute));
    }
  });

  it("stamps trades in order", () => {
    const { trades } = whole;
    for (let id = 2; id < trades.nextId; id++) expect(tradeOf(trades, id).time).toBeGreaterThanOrEqual(tradeOf(trades, id - 1).time);
  });

  it("knows a truth whose levels and unreachable part are the open interest, at each level's price", () => {
    const truth = truthOf(whole.market);
    expect(truth.time).toBe(END);
    const lotsAtMark = (side: "longUsd" | "shortUsd") => truth.levels.reduce((sum, level) => sum + level[side] / level.price, 0) * truth.mark;
    expect((lotsAtMark("longUsd") + truth.neverLongUsd) / truth.openInterestUsd).toBeCloseTo(1, 6);
    expect((lotsAtMark("shortUsd") + truth.neverShortUsd) / truth.openInterestUsd).toBeCloseTo(1, 6);
    for (const { longUsd, shortUsd, byTier } of truth.levels) {
      expect(Object.values(byTier).reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(longUsd + shortUsd, 4);
    }
    for (const { price, longUsd, shortUsd } of truth.levels) {
      if (price > truth.mark * 1.001) expect(longUsd).toBe(0);
      if (price < truth.mark * 0.999) expect(shortUsd).toBe(0);
    }
  });
});
