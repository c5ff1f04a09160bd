import { describe, expect, test } from "vitest";
import type { Frame } from "#exchanges/feeding/frame.ts";
import { book, candle, forcedOrder, fundingRate, indexTicker, liquidationOrders, markPrice, openInterest, trades } from "./frames.conformance.ts";
import { BITCOIN, BITCOIN_DATED, BITCOIN_INVERSE, ETHER, bySymbol } from "./instruments.conformance.ts";
import { normalise } from "./normalise.ts";

const time = Date.UTC(2026, 5, 1);
const followed = bySymbol(BITCOIN, BITCOIN_INVERSE, BITCOIN_DATED, ETHER);
const read = (frame: unknown, instruments = followed): Frame => normalise(JSON.stringify(frame), instruments);
const data = (...data: readonly object[]) => ({ kind: "data", data });

describe("a documented frame", () => {
  test("trades: contracts become coins, and one row stands for as many ids as it has matches", () => {
    const frame = read(trades("BTC-USDT-SWAP", { id: 130, time, count: "3" }, { id: 131, time: time + 1, side: "buy", sz: "1" }));
    const event = { kind: "trade", instrument: "okx:BTC-USDT-SWAP", time, price: 60_000.1, size: 0.25, takerSide: "sell", id: 130 };
    const next = { ...event, time: time + 1, size: 0.01, takerSide: "buy", id: 131 };
    expect(frame).toEqual(data({ kind: "trades", instrument: "okx:BTC-USDT-SWAP", sentAt: time + 1, events: [event, next], spans: [3, 1] }));
  });

  test("trades of an inverse contract are in USD, of a recording without count they are single", () => {
    const frame = read(trades("BTC-USD-SWAP", { id: 130, time, count: undefined }));
    expect(frame).toMatchObject(data({ kind: "trades", events: [{ size: 2_500 }], spans: [1] }));
  });

  test("mark-price", () => {
    expect(read(markPrice("BTC-USDT-261225", { time }))).toEqual(
      data({ kind: "ticker", instrument: "okx:BTC-USDT-261225", time, sentAt: time, mark: 60_001.5 }),
    );
  });

  test("index-tickers: the index of all instruments whose name begins with it, and of no other", () => {
    const index = { kind: "ticker", time, sentAt: time, index: 60_000.7 };
    expect(read(indexTicker("BTC-USDT", { time }))).toEqual(
      data({ ...index, instrument: "okx:BTC-USDT-SWAP" }, { ...index, instrument: "okx:BTC-USDT-261225" }),
    );
    expect(read(indexTicker("BTC-USD", { time }))).toEqual(data({ ...index, instrument: "okx:BTC-USD-SWAP" }));
    expect(read(indexTicker("SOL-USDT", { time }))).toEqual(data());
  });

  test("funding-rate: the rate of the settlement to come, not of the one after it", () => {
    const settlesAt = time + 3_600_000;
    const funding = {
      kind: "ticker",
      instrument: "okx:BTC-USDT-SWAP",
      time,
      sentAt: time,
      fundingRate: 0.0001875391284828,
      nextFundingTime: settlesAt,
      fundingIntervalMs: 8 * 3_600_000,
    };
    expect(read(fundingRate("BTC-USDT-SWAP", { time, settlesAt }))).toEqual(data(funding));
    expect(read(fundingRate("BTC-USDT-SWAP", { time, settlesAt, fundingRate: "-0.0003" }))).toMatchObject(data({ fundingRate: -0.0003 }));
    const hourly = read(fundingRate("BTC-USDT-SWAP", { time, settlesAt, nextFundingTime: String(settlesAt + 3_600_000) }));
    expect(hourly).toMatchObject(data({ fundingIntervalMs: 3_600_000 }));
    const unsaid = read(fundingRate("BTC-USDT-SWAP", { time, settlesAt, nextFundingTime: "" }));
    expect(unsaid).toEqual(data({ ...funding, fundingIntervalMs: undefined }));
  });

  test.each([
    ["BTC-USDT-SWAP", 29_065.6684],
    ["BTC-USD-SWAP", 290_656_684],
  ])("open-interest of %s: contracts x contract value, one side", (symbol, expected) => {
    expect(read(openInterest(symbol, { time }))).toEqual(
      data({ kind: "ticker", instrument: `okx:${symbol}`, time, sentAt: time, openInterest: expect.closeTo(expected, 3) as number }),
    );
  });

  test("candle1m: the last field says whether the bar is closed; volume in the conserved unit; takers unknown", () => {
    const bar = { kind: "candle", instrument: "okx:BTC-USDT-SWAP", price: "last", openTime: time, intervalMs: 60_000, open: 60_000, high: 60_020 };
    const event = { ...bar, low: 59_990, close: 60_010, volume: 12.5, closed: true };
    expect(read(candle("BTC-USDT-SWAP", { openTime: time, closed: true }))).toEqual(data({ kind: "candle", instrument: "okx:BTC-USDT-SWAP", event }));
    expect(read(candle("BTC-USD-SWAP", { openTime: time, closed: false, vol: "0" }))).toMatchObject(data({ event: { closed: false, volume: 0 } }));
  });

  test("books: a snapshot has no message before it, an update names it", () => {
    const levels = {
      bids: [
        [59_999.9, 1.5],
        [59_990, 0],
      ],
      asks: [[60_000.1, 2]],
    };
    const event = { kind: "book", instrument: "okx:BTC-USDT-SWAP", time, snapshot: true, ...levels };
    const datum = { kind: "book", instrument: "okx:BTC-USDT-SWAP", sentAt: time, last: 15, event };
    expect(read(book("BTC-USDT-SWAP", { time, last: 15, previous: -1 }))).toEqual(data(datum));
    expect(read(book("BTC-USDT-SWAP", { time, last: 18, previous: 15 }))).toEqual(
      data({ ...datum, last: 18, previous: 15, event: { ...event, snapshot: false } }),
    );
  });

  test("books: a keep-alive changes nothing and continues itself; after a reset the count is lower", () => {
    const empty = { asks: [], bids: [] };
    expect(read(book("BTC-USDT-SWAP", { time, last: 15, previous: 15, ...empty }))).toMatchObject(
      data({ last: 15, previous: 15, event: { bids: [], asks: [] } }),
    );
    expect(read(book("BTC-USDT-SWAP", { time, last: 3, previous: 15 }))).toMatchObject(data({ last: 3, previous: 15 }));
  });

  test("liquidation-orders: every detail of every followed instrument, at the bankruptcy price, none of the others'", () => {
    const frame = liquidationOrders("SWAP", [
      { instId: "BTC-USDT-SWAP", details: [forcedOrder({ time: time + 5 }), forcedOrder({ time, posSide: "short", side: "buy", sz: "2", bkPx: "61000" })] },
      { instId: "IOST-USDT-SWAP", details: [forcedOrder({ time })] },
      { instId: "BTC-USD-SWAP", details: [forcedOrder({ time })] },
    ]);
    const event = { kind: "liquidation", sampling: "unknown", price: 59_700, orderPrice: 59_700 };
    const linear = { ...event, instrument: "okx:BTC-USDT-SWAP", time: time + 5, positionSide: "long", size: 0.085 };
    const short = { ...linear, time, positionSide: "short", size: 0.02, price: 61_000, orderPrice: 61_000 };
    const inverse = { ...event, instrument: "okx:BTC-USD-SWAP", time, positionSide: "long", size: 850 };
    expect(read(frame)).toEqual(
      data(
        { kind: "liquidations", instrument: "okx:BTC-USDT-SWAP", events: [linear, short] },
        { kind: "liquidations", instrument: "okx:BTC-USD-SWAP", events: [inverse] },
      ),
    );
  });

  test.each([
    ["long", "sell", "long"],
    ["short", "buy", "short"],
    ["net", "sell", "long"],
    ["net", "buy", "short"],
    ["", "buy", "short"],
  ])("a forced order of posSide %j that is a %s closes a %s", (posSide, side, positionSide) => {
    const frame = liquidationOrders("SWAP", [{ instId: "BTC-USDT-SWAP", details: [forcedOrder({ time, posSide, side })] }]);
    expect(read(frame)).toMatchObject(data({ events: [{ positionSide }] }));
  });

  test("liquidation-orders: rows of one instrument are one batch, so that equal orders in them are told apart", () => {
    const row = { instId: "BTC-USDT-SWAP", details: [forcedOrder({ time })] };
    const frame = read(liquidationOrders("SWAP", [row, { instId: "BTC-USD-SWAP", details: [forcedOrder({ time })] }, row]));
    expect(frame.kind === "data" && frame.data.map((datum) => [datum.instrument, "events" in datum && datum.events.length])).toEqual([
      ["okx:BTC-USDT-SWAP", 2],
      ["okx:BTC-USD-SWAP", 1],
    ]);
  });

  test("liquidation-orders of instruments that nobody follows is data of nothing", () => {
    expect(read(liquidationOrders("FUTURES", [{ instId: "XRP-USD-261225", details: [forcedOrder({ time })] }]))).toEqual(data());
  });
});

/** The rows of two pushes of a channel in one. */
const twice = ({ arg, data: first }: { arg: object; data: readonly unknown[] }, { data: second }: { data: readonly unknown[] }) => ({
  arg,
  data: [...first, ...second],
});

describe("several rows in one push", () => {
  const symbol = "BTC-USDT-SWAP";
  const later = time + 60_000;
  test.each([
    ["bars", twice(candle(symbol, { openTime: time, closed: true }), candle(symbol, { openTime: later, closed: false }))],
    ["marks", twice(markPrice(symbol, { time }), markPrice(symbol, { time: later }))],
    ["indices", twice(indexTicker("BTC-USD", { time }), indexTicker("BTC-USD", { time: later }))],
    ["rates", twice(fundingRate(symbol, { time, settlesAt: later }), fundingRate(symbol, { time: later, settlesAt: later }))],
    ["open interest", twice(openInterest(symbol, { time }), openInterest(symbol, { time: later }))],
  ])("are all told: %s", (_what, frame) => {
    const found = read(frame);
    expect(found.kind === "data" && found.data.map((datum) => (datum.kind === "candle" ? datum.event.openTime : "time" in datum && datum.time))).toEqual([
      time,
      later,
    ]);
  });

  test("none are nothing, and no fault", () => {
    expect(read({ arg: { channel: "liquidation-orders", instType: "SWAP" }, data: [] })).toEqual(data());
  });
});

describe("an answer", () => {
  const arg = { channel: "trades", instId: "BTC-USDT-SWAP" };
  test.each([
    ["a subscription", { event: "subscribe", arg, connId: "a4d3ae55" }, { kind: "subscribed", to: "trades:BTC-USDT-SWAP" }],
    [
      "a subscription by type",
      { event: "subscribe", arg: { channel: "liquidation-orders", instType: "SWAP" } },
      { kind: "subscribed", to: "liquidation-orders:SWAP" },
    ],
    ["an unsubscription", { event: "unsubscribe", arg }, { kind: "reply" }],
    ["a count of connections", { event: "channel-conn-count", channel: "trades", connCount: "2" }, { kind: "reply" }],
    [
      "a notice that the line will be closed",
      { event: "notice", code: "64008", msg: "The connection will soon be closed for a service upgrade. Please reconnect.", connId: "a4d3ae55" },
      { kind: "leaving", reason: "The connection will soon be closed for a service upgrade. Please reconnect." },
    ],
    ["a notice of something else", { event: "notice", code: "64000", msg: "Happy new year" }, { kind: "reply" }],
    [
      "a refusal that names its topic in words",
      { event: "error", code: "60018", msg: "Wrong URL or channel:trades,instId:BTC-USDT-SWOP doesn't exist. Please use the correct URL.", connId: "a" },
      {
        kind: "refused",
        to: "trades:BTC-USDT-SWOP",
        reason: "Wrong URL or channel:trades,instId:BTC-USDT-SWOP doesn't exist. Please use the correct URL. (60018)",
      },
    ],
    [
      "a refusal of nothing in particular",
      { event: "error", code: "60012", msg: "Invalid request: {}" },
      { kind: "refused", to: undefined, reason: "Invalid request: {} (60012)" },
    ],
    ["a refusal without words", { event: "error" }, { kind: "refused", to: undefined, reason: "without a reason" }],
  ])("is %s", (_what, frame, expected) => {
    expect(read(frame)).toEqual(expected);
  });

  test("to our ping is text", () => {
    expect(normalise("pong", followed)).toEqual({ kind: "reply" });
  });
});

describe("a frame that cannot be used has a reason", () => {
  const swap = "BTC-USDT-SWAP";
  const orders = (...details: readonly unknown[]) => liquidationOrders("SWAP", [{ instId: swap, details }]);
  test.each([
    ["not JSON", "{"],
    ["not JSON", "ping"],
    ["not an object", "[1]"],
    ["unknown frame", "{}"],
    ["unexpected channel tickers", JSON.stringify({ arg: { channel: "tickers", instId: swap }, data: [] })],
    ["malformed mark-price", JSON.stringify(twice(markPrice(swap, { time }), markPrice(swap, { time, markPx: "" })))],
    ["malformed candle1m", JSON.stringify(twice(candle(swap, { openTime: time, closed: true }), candle(swap, { openTime: time, closed: true, vol: "" })))],
    ["unexpected channel tickers", JSON.stringify({ ...trades(swap, { id: 1, time }), arg: { channel: "tickers", instId: swap } })],
    ["unexpected channel toString", JSON.stringify({ ...trades(swap, { id: 1, time }), arg: { channel: "toString", instId: swap } })],
    ["unexpected instrument SOL-USDT-SWAP", JSON.stringify(trades("SOL-USDT-SWAP", { id: 1, time }))],
    ["malformed trades", JSON.stringify(trades(swap, { id: 1, time, px: "0" }))],
    ["malformed trades", JSON.stringify(trades(swap, { id: 1, time, sz: "" }))],
    ["malformed trades", JSON.stringify(trades(swap, { id: 1, time, tradeId: 1 }))],
    ["malformed trades", JSON.stringify(trades(swap, { id: 1, time, side: "net" }))],
    ["malformed trades", JSON.stringify(trades(swap, { id: 1, time, count: "0" }))],
    ["malformed trades", JSON.stringify(trades(swap, { id: 1, time, count: "9" }))],
    ["malformed trades", JSON.stringify(trades(swap, { id: 1, time }, { id: 2, time, instId: "ETH-USDT-SWAP" }))],
    ["malformed trades", JSON.stringify(trades(swap, { id: 1, time }, { id: 2, time, px: "x" }))],
    ["malformed mark-price", JSON.stringify(markPrice(swap, { time, markPx: "" }))],
    ["malformed index-tickers", JSON.stringify(indexTicker("BTC-USDT", { time, idxPx: "-1" }))],
    ["malformed funding-rate", JSON.stringify(fundingRate(swap, { time, settlesAt: time, fundingRate: "" }))],
    ["malformed open-interest", JSON.stringify(openInterest(swap, { time, oi: "-1" }))],
    ["malformed candle1m", JSON.stringify(candle(swap, { openTime: time, closed: true, vol: "-1" }))],
    ["candle that contradicts itself", JSON.stringify(candle(swap, { openTime: time, closed: true, h: "59995" }))],
    ["candle that contradicts itself", JSON.stringify(candle(swap, { openTime: time, closed: true, l: "60005" }))],
    ["malformed books", JSON.stringify(book(swap, { time, last: 2, previous: 1, seqId: undefined }))],
    ["malformed books", JSON.stringify(book(swap, { time, last: 2, previous: 1, prevSeqId: -1 }))],
    ["malformed books", JSON.stringify({ ...book(swap, { time, last: 2, previous: 1 }), action: "delta" })],
    ["malformed books", JSON.stringify(book(swap, { time, last: 2, previous: 1, bids: [["1"]] }))],
    ["malformed liquidation-orders", JSON.stringify(orders(forcedOrder({ time }), forcedOrder({ time, bkPx: "0" })))],
    ["malformed liquidation-orders", JSON.stringify(orders(forcedOrder({ time, side: "long" })))],
    ["malformed liquidation-orders", JSON.stringify(orders(forcedOrder({ time, posSide: "both" })))],
    ["malformed liquidation-orders", JSON.stringify({ ...orders(), data: [{ instId: swap }] })],
  ])("%s", (reason, text) => {
    expect(normalise(text, followed)).toEqual({ kind: "dropped", reason });
  });
});
