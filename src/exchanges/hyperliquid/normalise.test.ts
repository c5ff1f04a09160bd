import { describe, expect, test } from "vitest";
import { BUYER, SELLER, activeAssetCtx, agreed, candle, l2Book, trade, trades } from "./frames.conformance.ts";
import { normalise } from "./normalise.ts";

const time = 1_787_047_504_010;
const MINUTE = 60_000;
const openTime = time - (time % MINUTE);
const read = (frame: object) => normalise(JSON.stringify(frame));

test("trades: A is a taker's sale, B a taker's purchase, and users are buyer and seller", () => {
  const frame = read(trades(trade("BTC", { tid: 7, time }), trade("BTC", { tid: 8, time: time + 1, side: "B", px: "60001.5", sz: "1" })));
  const common = { kind: "trade", instrument: "hyperliquid:BTC", accounts: { buyer: BUYER, seller: SELLER } };
  expect(frame).toEqual({
    kind: "data",
    data: [
      {
        kind: "trades",
        instrument: "hyperliquid:BTC",
        sentAt: time + 1,
        keys: [`${time} 7`, `${time + 1} 8`],
        events: [
          { ...common, time, price: 60_000, size: 0.25, takerSide: "sell" },
          { ...common, time: time + 1, price: 60_001.5, size: 1, takerSide: "buy" },
        ],
      },
    ],
  });
});

test("trades of the years before users were told have no accounts", () => {
  const { users: _, ...old } = trade("BTC", { tid: 7, time });
  expect(read(trades(old))).toMatchObject({ kind: "data", data: [{ events: [expect.not.objectContaining({ accounts: expect.anything() as unknown })] }] });
});

test("a trade of which nobody is named is a trade, and no trades are no fault", () => {
  expect(read(trades(trade("BTC", { tid: 7, time, users: null })))).toMatchObject({ kind: "data", data: [{ events: [{ price: 60_000, size: 0.25 }] }] });
  expect(read(trades())).toEqual({ kind: "data", data: [] });
});

test("a context is mark, oracle, hourly funding and one-sided open interest in the coin", () => {
  expect(read(activeAssetCtx("BTC"))).toEqual({
    kind: "data",
    data: [{ kind: "ticker", instrument: "hyperliquid:BTC", mark: 60_003, index: 60_002, fundingRate: -0.0000125, openInterest: 31_200.5 }],
  });
});

test("every book is whole", () => {
  const event = {
    kind: "book",
    instrument: "hyperliquid:BTC",
    time,
    snapshot: true,
    bids: [
      [59_999, 1.5],
      [59_998, 0.2],
    ],
    asks: [[60_001, 2]],
  };
  expect(read(l2Book("BTC", { time }))).toEqual({ kind: "data", data: [{ kind: "book", instrument: "hyperliquid:BTC", sentAt: time, last: time, event }] });
});

test("a candle never says that it is closed", () => {
  expect(read(candle("BTC", { openTime, trades: 12 }))).toMatchObject({
    kind: "data",
    data: [{ kind: "candle", event: { openTime, intervalMs: MINUTE, open: 60_000, high: 60_020, low: 59_990, close: 60_010, volume: 12.5, closed: false } }],
  });
});

test("an agreement, a refusal and a pong", () => {
  expect(read(agreed("l2Book", "BTC"))).toEqual({ kind: "subscribed", to: "l2Book:BTC" });
  const refusal = 'Error parsing JSON into valid websocket request: {"method": "subscribe", "subscription": {"type": "trades", "coin": "NOPE"}}';
  expect(read({ channel: "error", data: refusal })).toMatchObject({
    kind: "refused",
    to: "trades:NOPE",
    reason: expect.stringContaining("Error parsing") as string,
  });
  expect(read({ channel: "error", data: "Too many subscriptions" })).toMatchObject({ kind: "refused", to: undefined });
  expect(read({ channel: "pong" })).toEqual({ kind: "reply" });
});

describe("frames that are dropped", () => {
  test.each([
    ["not JSON", "{"],
    ["not an object", "[]"],
    ["unknown frame", "{}"],
    ["unexpected allMids", '{"channel":"allMids","data":{}}'],
    ["malformed trades", JSON.stringify({ channel: "trades", data: {} })],
    ["malformed trades", JSON.stringify(trades(trade("BTC", { tid: 1, time }), trade("BTC", { tid: 2, time, px: "-1" })))],
    ["malformed trades", JSON.stringify(trades(trade("BTC", { tid: 1, time, side: "buy" })))],
    ["malformed trades", JSON.stringify(trades(trade("BTC", { tid: 1, time, users: [BUYER] })))],
    ["trades of several coins", JSON.stringify(trades(trade("BTC", { tid: 1, time }), trade("ETH", { tid: 2, time })))],
    ["malformed activeAssetCtx", JSON.stringify(activeAssetCtx("BTC", { markPx: "0" }))],
    ["malformed activeAssetCtx", JSON.stringify(activeAssetCtx("BTC", { openInterest: "" }))],
    ["malformed l2Book", JSON.stringify(l2Book("BTC", { time, levels: [[]] }))],
    ["malformed l2Book", JSON.stringify(l2Book("BTC", { time, levels: [[["1", "2"]], []] }))],
    ["malformed candle", JSON.stringify(candle("BTC", { openTime, trades: 1, i: "toString" }))],
    ["candle that contradicts itself", JSON.stringify(candle("BTC", { openTime, trades: 1, h: "59995" }))],
  ])("%s", (reason, text) => expect(normalise(text)).toEqual({ kind: "dropped", reason }));
});
