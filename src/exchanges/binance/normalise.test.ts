import { describe, expect, test } from "vitest";
import { aggTrade, combined, depthUpdate, forceOrder, kline, markPrice } from "./frames.conformance.ts";
import type { Datum, Frame } from "#exchanges/feeding/frame.ts";
import { HAS_RECORDED, cryptofeedTexts, recordedLines, tardisTexts } from "#exchanges/recorded-data.conformance.ts";
import { normalise } from "./normalise.ts";

const time = Date.UTC(2026, 5, 1);
/** The only datum of a frame, or the frame when it carries none. */
function read(frame: unknown): Datum | Frame {
  const read = normalise(JSON.stringify(frame));
  return read.kind === "data" ? read.data[0] : read;
}

describe("a documented frame", () => {
  test("aggTrade: m is that the buyer waited, so the taker sold", () => {
    const event = { kind: "trade", instrument: "binance:BTCUSDT", time, price: 60_000.1, size: 0.25, takerSide: "sell", id: 9 };
    expect(read(combined("btcusdt@aggTrade", aggTrade("BTCUSDT", { id: 9, time })))).toEqual({
      kind: "trades",
      instrument: "binance:BTCUSDT",
      sentAt: time + 3,
      events: [event],
    });
    expect(read(aggTrade("BTCUSDT", { id: 9, time, m: false }))).toMatchObject({ events: [{ takerSide: "buy" }] });
  });

  test("markPriceUpdate", () => {
    const ticker = {
      kind: "ticker",
      instrument: "binance:BTCUSDT",
      time,
      mark: 60_001.5,
      index: 60_000.75,
      fundingRate: 0.0001,
      nextFundingTime: 1_800_000_000_000,
    };
    expect(read(markPrice("BTCUSDT", { time }))).toEqual(ticker);
    expect(read(markPrice("BTCUSDT", { time, r: "-0.00030000" }))).toMatchObject({ fundingRate: -0.0003 });
  });

  test("markPriceUpdate of a dated future has no funding", () => {
    const frame = read(markPrice("BTCUSDT_261225", { time, r: "", T: 0 }));
    expect(frame).toEqual({ kind: "ticker", instrument: "binance:BTCUSDT_261225", time, mark: 60_001.5, index: 60_000.75 });
  });

  test("kline: x says whether the bar is closed, V is what takers bought", () => {
    const frame = read(kline("BTCUSDT", { time: time + 60_000, openTime: time, closed: true }));
    const bar = { openTime: time, intervalMs: 60_000, open: 60_000, high: 60_020, low: 59_990, close: 60_010, volume: 12.5, takerBuyVolume: 7.5, closed: true };
    const event = { kind: "candle", instrument: "binance:BTCUSDT", price: "last", ...bar };
    expect(frame).toEqual({ kind: "candle", instrument: "binance:BTCUSDT", sentAt: time + 60_000, event });
  });

  test("kline without a trade has volume zero, which is a value", () => {
    expect(read(kline("BTCUSDT", { time, openTime: time, closed: false, v: "0", V: "0" }))).toMatchObject({
      event: { volume: 0, takerBuyVolume: 0, closed: false },
    });
  });

  test("forceOrder: SELL closes a long; filled size, fill price and bankruptcy price", () => {
    const event = { kind: "liquidation", instrument: "binance:BTCUSDT", time, positionSide: "long", price: 59_940, size: 0.009, orderPrice: 59_700 };
    const partly = read(forceOrder("BTCUSDT", { time, z: "0.009", X: "PARTIALLY_FILLED" }));
    expect(partly).toMatchObject({ kind: "liquidations", sentAt: time + 1, events: [{ ...event, sampling: "one-per-second" }] });
    expect(read(forceOrder("BTCUSDT", { time, S: "BUY" }))).toMatchObject({ events: [{ positionSide: "short" }] });
  });

  test("forceOrder without a fill price stands at its order price", () => {
    expect(read(forceOrder("BTCUSDT", { time, ap: "0" }))).toMatchObject({ events: [{ price: 59_700, orderPrice: 59_700 }] });
  });

  test("depthUpdate: absolute sizes with the sequence", () => {
    const event = {
      kind: "book",
      instrument: "binance:BTCUSDT",
      time,
      snapshot: false,
      bids: [
        [59_999.9, 1.5],
        [59_990, 0],
      ],
      asks: [[60_000.1, 2]],
    };
    const frame = read(depthUpdate("BTCUSDT", { time, first: 5, last: 9, previous: 4 }));
    expect(frame).toEqual({ kind: "book", instrument: "binance:BTCUSDT", sentAt: time + 4, first: 5, last: 9, previous: 4, event });
  });

  test("an answer to a subscription is no data", () => {
    expect(read({ result: null, id: 1 })).toEqual({ kind: "subscribed", to: "1" });
    expect(read({ error: { code: 2, msg: "Invalid request" }, id: 2 })).toEqual({ kind: "refused", to: "2", reason: "Invalid request" });
    expect(read({ code: 3, msg: "Invalid JSON" })).toEqual({ kind: "refused", to: undefined, reason: "Invalid JSON" });
    expect(read({ result: ["btcusdt@aggTrade"], id: 3 })).toEqual({ kind: "reply" });
  });
});

describe("a frame that cannot be used has a reason", () => {
  test.each([
    ["not JSON", "{"],
    ["not an object", "[1]"],
    ["unknown frame", "{}"],
    ["unexpected 24hrTicker", JSON.stringify(combined("x", { e: "24hrTicker", s: "BTCUSDT" }))],
    ["malformed aggTrade", JSON.stringify(aggTrade("BTCUSDT", { id: 1, time, p: "0" }))],
    ["malformed aggTrade", JSON.stringify(aggTrade("BTCUSDT", { id: 1, time, q: "" }))],
    ["malformed aggTrade", JSON.stringify(aggTrade("BTCUSDT", { id: 1.5, time }))],
    ["malformed aggTrade", JSON.stringify(aggTrade("BTCUSDT", { id: 1, time, m: "true" }))],
    ["malformed aggTrade", JSON.stringify(aggTrade("", { id: 1, time }))],
    ["malformed markPriceUpdate", JSON.stringify(markPrice("BTCUSDT", { time, r: "0.1%", p: "1" }))],
    ["malformed kline", JSON.stringify(kline("BTCUSDT", { time, openTime: time, closed: true, i: "toString" }))],
    ["malformed kline", JSON.stringify(kline("BTCUSDT", { time, openTime: time, closed: true, V: "-1" }))],
    ["kline that contradicts itself", JSON.stringify(kline("BTCUSDT", { time, openTime: time, closed: true, h: "59995" }))],
    ["kline that contradicts itself", JSON.stringify(kline("BTCUSDT", { time, openTime: time, closed: true, l: "60005" }))],
    ["malformed forceOrder", JSON.stringify(forceOrder("BTCUSDT", { time, S: "LONG" }))],
    ["malformed depthUpdate", JSON.stringify(depthUpdate("BTCUSDT", { time, first: 9, last: 5, previous: 4 }))],
    ["malformed depthUpdate", JSON.stringify(depthUpdate("BTCUSDT", { time, first: 5, last: 9, previous: 4, b: [["1"]] }))],
  ])("%s", (reason, text) => {
    expect(normalise(text)).toMatchObject({ kind: "dropped", reason: expect.stringContaining(reason) as string });
  });
});

test("a forced order of which nothing was filled is understood, and is none", () => {
  expect(normalise(JSON.stringify(forceOrder("BTCUSDT", { time: 1_700_000_000_000, z: "0", X: "NEW" })))).toMatchObject({
    kind: "data",
    data: [{ kind: "liquidations", events: [] }],
  });
});

describe.skipIf(!HAS_RECORDED)("recorded frames (need POWDERKEG_RECORDED_DATA or ../shared/data)", () => {
  test("the books of a recording of 2021 follow one another", () => {
    const lastUpdate = new Map<string, number>();
    const books = cryptofeedTexts("BINANCE_FUTURES.ws.1.0").flatMap((text) => {
      const frame = normalise(text);
      return frame.kind === "data" ? frame.data.filter((datum) => datum.kind === "book") : [];
    });
    expect(books.length).toBeGreaterThan(700);
    for (const { instrument, previous, last } of books) {
      expect(previous).toBe(lastUpdate.get(instrument) ?? previous);
      lastUpdate.set(instrument, last);
    }
  });

  test("a liquidation of tardis-node's tests: a short, bankrupt above its fill", () => {
    const frames = tardisTexts("map binance futures messages").map((text) => read(JSON.parse(text)));
    const liquidation = { positionSide: "short", price: 4_706.04, orderPrice: 4_793.91, size: 0.014 };
    expect(frames.find(({ kind }) => kind === "liquidations")).toMatchObject({ events: [liquidation] });
  });

  test("every recorded forced order, at the dollars its recorder counted", () => {
    const [header, ...rows] = recordedLines("binance-forceorder-samples.csv.gz").map((line) => line.split(","));
    const column = (row: readonly string[], name: string): string => row[header.indexOf(name)];
    expect(rows.length).toBeGreaterThan(1_900);
    for (const row of rows) {
      const order = {
        s: column(row, "symbol"),
        S: column(row, "side"),
        p: column(row, "price"),
        ap: column(row, "avg_price"),
        z: column(row, "filled_accum_qty"),
        T: Number(column(row, "trade_time_ms")),
      };
      const frame = read({ e: "forceOrder", E: order.T, o: order });
      if (frame.kind !== "liquidations") expect.fail(JSON.stringify({ order, frame }));
      const [event] = frame.events;
      expect(event.positionSide).toBe(order.S === "SELL" ? "long" : "short");
      const usd = event.price * event.size;
      expect(Math.abs(usd / Number(column(row, "usd")) - 1), JSON.stringify(order)).toBeLessThan(0.05);
      // A long goes bankrupt below its fill, a short above.
      if (order.ap !== "" && event.orderPrice !== undefined && order.S === "SELL") expect(event.price).toBeGreaterThanOrEqual(event.orderPrice);
    }
  });
});
