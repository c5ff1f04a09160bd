import { describe, expect, test } from "vitest";
import { allLiquidation, kline, orderbook, pong, publicTrade, subscribed, ticker } from "./frames.conformance.ts";
import type { Frame } from "#exchanges/feeding/frame.ts";
import { normalise } from "./normalise.ts";

const time = Date.UTC(2026, 5, 1);
const read = (frame: unknown): Frame => normalise(JSON.stringify(frame));
const data = (...of: readonly object[]) => ({ kind: "data", data: of });

describe("a documented frame", () => {
  test("publicTrade: every row, with the side that took", () => {
    const rows = [{}, { S: "Sell", p: "59999.90", v: "1.5", i: "second" }];
    const event = { kind: "trade", instrument: "bybit:BTCUSDT", time };
    expect(read(publicTrade("BTCUSDT", { time, rows }))).toEqual(
      data({
        kind: "trades",
        instrument: "bybit:BTCUSDT",
        sentAt: time + 3,
        keys: [`20f43950-d8dd-5b31-9112-${time}0`, "second"],
        events: [
          { ...event, price: 60_000.1, size: 0.25, takerSide: "buy" },
          { ...event, price: 59_999.9, size: 1.5, takerSide: "sell" },
        ],
      }),
    );
  });

  test("publicTrade of an inverse contract counts USD", () => {
    expect(read(publicTrade("BTCUSD", { time, rows: [{ v: "5823" }] }))).toMatchObject(data({ instrument: "bybit:BTCUSD", events: [{ size: 5_823 }] }));
  });

  test("publicTrade: what was agreed off the book took nothing", () => {
    const rows = [{ BT: true, i: "block" }, { i: "book" }];
    expect(read(publicTrade("BTCUSDT", { time, rows }))).toMatchObject(data({ keys: ["book"], events: [{ kind: "trade" }] }));
    expect(read(publicTrade("BTCUSDT", { time, rows: rows.slice(0, 1) }))).toEqual(data());
  });

  test("allLiquidation: Buy is a long that was liquidated, at its bankruptcy price, and nothing is left out", () => {
    const rows = [{ S: "Buy" }, { S: "Sell", v: "20000", p: "0.04499" }, { S: "Sell", v: "7", p: "0.0450" }];
    const event = { kind: "liquidation", instrument: "bybit:ROSEUSDT", time, sampling: "complete" };
    expect(read(allLiquidation("ROSEUSDT", { time, rows }))).toEqual(
      data({
        kind: "liquidations",
        instrument: "bybit:ROSEUSDT",
        sentAt: time + 275,
        events: [
          { ...event, positionSide: "long", price: 59_700, orderPrice: 59_700, size: 0.014 },
          { ...event, positionSide: "short", price: 0.04499, orderPrice: 0.04499, size: 20_000 },
          { ...event, positionSide: "short", price: 0.045, orderPrice: 0.045, size: 7 },
        ],
      }),
    );
  });

  test("tickers snapshot: one-sided open interest where there is one", () => {
    const whole = { mark: 60_001.5, index: 60_000.75, fundingRate: 0.0001, nextFundingTime: 1_800_000_000_000, openInterest: 246_186.86 };
    expect(read(ticker("BTCUSDT", { time }))).toEqual(data({ kind: "ticker", instrument: "bybit:BTCUSDT", time, ...whole, restHolds: true }));
  });

  test("tickers tell a change of the funding interval, and dated futures none", () => {
    const hours = (fundingIntervalHour: string) => read(ticker("BTCUSDT", { time, type: "delta", data: { fundingIntervalHour } }));
    expect(hours("4")).toEqual(data({ kind: "ticker", instrument: "bybit:BTCUSDT", time, fundingIntervalMs: 4 * 3_600_000, restHolds: true }));
    expect(hours("")).toEqual(data({ kind: "ticker", instrument: "bybit:BTCUSDT", time, restHolds: true }));
  });

  test("tickers without the single open interest: half of the sum of both sides", () => {
    expect(read(ticker("BTCUSDT", { time, type: "delta", data: { openInterest: "492373.72" } }))).toMatchObject(data({ openInterest: 246_186.86 }));
    const both = { openInterest: "4", singleOpenInterest: "3" };
    expect(read(ticker("BTCUSDT", { time, type: "delta", data: both }))).toMatchObject(data({ openInterest: 3 }));
  });

  test("tickers delta: what is absent is not there", () => {
    expect(read(ticker("BTCUSDT", { time, type: "delta", data: { bid1Price: "60000.00" } }))).toEqual(
      data({ kind: "ticker", instrument: "bybit:BTCUSDT", time, restHolds: true }),
    );
    const frame = read(ticker("BTCUSDT", { time, type: "delta", data: { indexPrice: "60000.00" } }));
    expect(frame).toEqual(data({ kind: "ticker", instrument: "bybit:BTCUSDT", time, index: 60_000, restHolds: true }));
  });

  test.each([
    ["", ""],
    ["0", "0"],
    ["0", ""],
  ])("tickers of a dated future (next funding %j, rate %j) have no funding", (nextFundingTime, fundingRate) => {
    const frame = read(ticker("BTCUSDZ26", { time, data: { markPrice: "29023.60", nextFundingTime, fundingRate } }));
    expect(frame).toEqual(data({ kind: "ticker", instrument: "bybit:BTCUSDZ26", time, mark: 29_023.6, restHolds: true }));
  });

  test("kline: confirm says whether the bar is closed", () => {
    const bar = { openTime: time, intervalMs: 60_000, open: 60_000, high: 60_020, low: 59_990, close: 60_010, volume: 12.5, closed: true };
    const event = { kind: "candle", instrument: "bybit:BTCUSDT", price: "last", ...bar };
    expect(read(kline("BTCUSDT", { time: time + 60_000, openTime: time, closed: true }))).toEqual(
      data({ kind: "candle", instrument: "bybit:BTCUSDT", sentAt: time + 60_000, event }),
    );
  });

  test("kline of a dated future keeps its whole symbol; without a trade its volume is zero, which is a value", () => {
    const frame = read(kline("BTCUSDT-25DEC26", { time, openTime: time, closed: false, volume: "0" }));
    expect(frame).toMatchObject(data({ event: { instrument: "bybit:BTCUSDT-25DEC26", volume: 0, closed: false } }));
  });

  test("orderbook: absolute sizes at the matching engine's time, each update after the one before", () => {
    const event = {
      kind: "book",
      instrument: "bybit:BTCUSDT",
      time,
      snapshot: false,
      bids: [
        [59_999.9, 1.5],
        [59_990, 0],
      ],
      asks: [[60_000.1, 2]],
    };
    const of = { kind: "book", instrument: "bybit:BTCUSDT", sentAt: time + 4 };
    expect(read(orderbook("BTCUSDT", { time, update: 9 }))).toEqual(data({ ...of, last: 9, previous: 8, event }));
    expect(read(orderbook("BTCUSDT", { time, update: 9, type: "snapshot" }))).toEqual(data({ ...of, last: 9, event: { ...event, snapshot: true } }));
    expect(read({ ...orderbook("BTCUSDT", { time, update: 9 }), cts: undefined })).toMatchObject(data({ event: { time: time + 4 } }));
  });

  test("orderbook update 1 is a snapshot though it is called a delta", () => {
    const frame = read(orderbook("BTCUSDT", { time, update: 1 }));
    expect(frame).toMatchObject(data({ last: 1, event: { snapshot: true } }));
    expect(frame).not.toMatchObject(data({ previous: 0 }));
  });

  test("answers name the request that they are about", () => {
    expect(read(subscribed)).toEqual({ kind: "subscribed", to: "1" });
    const refusal = { ...subscribed, success: false, ret_msg: "error:handler not found,topic:allLiquidation.NOPE" };
    expect(read(refusal)).toEqual({ kind: "refused", to: "1", reason: "error:handler not found,topic:allLiquidation.NOPE" });
    expect(read({ success: false, op: "subscribe" })).toEqual({ kind: "refused", to: undefined, reason: "without a reason" });
  });

  test("answers to a ping and to giving up a topic are no data", () => {
    expect(read(pong)).toEqual({ kind: "reply" });
    expect(read({ op: "pong", args: ["1675418560633"], conn_id: "x" })).toEqual({ kind: "reply" });
    expect(read({ ...subscribed, op: "unsubscribe" })).toEqual({ kind: "reply" });
  });
});

describe("a frame that cannot be used has a reason", () => {
  test.each([
    ["not JSON", "{"],
    ["not an object", "[1]"],
    ["unknown frame", "{}"],
    ["unexpected insurance.USDT", JSON.stringify({ topic: "insurance.USDT", type: "delta", ts: time, data: [] })],
    ["frame without its time", JSON.stringify({ ...publicTrade("BTCUSDT", { time }), ts: "now" })],
    ["malformed publicTrade", JSON.stringify(publicTrade("BTCUSDT", { time, rows: [{}, { p: "0" }] }))],
    ["malformed publicTrade", JSON.stringify(publicTrade("BTCUSDT", { time, rows: [{ v: "" }] }))],
    ["malformed publicTrade", JSON.stringify(publicTrade("BTCUSDT", { time, rows: [{ S: "buy" }] }))],
    ["malformed publicTrade", JSON.stringify(publicTrade("BTCUSDT", { time, rows: [{ i: 7 }] }))],
    ["malformed allLiquidation", JSON.stringify(allLiquidation("BTCUSDT", { time, rows: [{ S: "Long" }] }))],
    ["malformed allLiquidation", JSON.stringify(allLiquidation("BTCUSDT", { time, rows: [{}, { v: "0" }] }))],
    ["malformed allLiquidation", JSON.stringify({ ...allLiquidation("BTCUSDT", { time }), data: {} })],
    ["malformed tickers", JSON.stringify(ticker("BTCUSDT", { time, data: { markPrice: "-1" } }))],
    ["malformed tickers", JSON.stringify(ticker("BTCUSDT", { time, data: { nextFundingTime: "2026-06-01" } }))],
    ["malformed kline", JSON.stringify(kline("BTCUSDT", { time, openTime: time, closed: true, interval: "toString" }))],
    ["malformed kline", JSON.stringify(kline("BTCUSDT", { time, openTime: time, closed: true, confirm: "true" }))],
    ["kline that contradicts itself", JSON.stringify(kline("BTCUSDT", { time, openTime: time, closed: true, high: "59995" }))],
    ["malformed orderbook", JSON.stringify(orderbook("BTCUSDT", { time, update: 9, b: [["1"]] }))],
    ["malformed orderbook", JSON.stringify(orderbook("BTCUSDT", { time, update: -9 }))],
  ])("%s", (reason, text) => {
    expect(normalise(text)).toMatchObject({ kind: "dropped", reason: expect.stringContaining(reason) as string });
  });
});
