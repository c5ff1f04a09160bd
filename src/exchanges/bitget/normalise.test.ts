import { describe, expect, test } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import type { Frame } from "#exchanges/feeding/frame.ts";
import { HAS_RECORDED, tardisTexts } from "#exchanges/recorded-data.conformance.ts";
import { books, kline, liquidation, publicTrade, refused, subscribed, ticker } from "./frames.conformance.ts";
import { normalise } from "./normalise.ts";

const time = Date.UTC(2026, 5, 1);
const linear: Instrument = { exchange: "bitget", symbol: "BTCUSDT", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel: "bitget" };
const instruments = new Map(
  [linear, { ...linear, symbol: "APEUSDT" }, { ...linear, symbol: "IPUSDT" }, { ...linear, symbol: "BTCUSD_CM", contract: "inverse" } as const].map(
    (instrument) => [instrument.symbol, instrument] as const,
  ),
);
const read = (frame: unknown): Frame => normalise(JSON.stringify(frame), instruments);
const data = (...of: readonly object[]) => ({ kind: "data", data: of });
const inCoins = { instType: "coin-futures" } as const;

describe("a documented frame", () => {
  test("publicTrade: every row, oldest first, with the side that took", () => {
    const rows = [{ i: "newer", S: "sell", T: String(time + 1) }, { i: "older" }];
    const event = { kind: "trade", instrument: "bitget:BTCUSDT", price: 60_000.1, size: 0.25 };
    expect(read(publicTrade("BTCUSDT", { time, rows }))).toEqual(
      data({
        kind: "trades",
        instrument: "bitget:BTCUSDT",
        sentAt: time + 3,
        keys: ["older", "newer"],
        events: [
          { ...event, time, takerSide: "buy" },
          { ...event, time: time + 1, takerSide: "sell" },
        ],
      }),
    );
  });

  test("publicTrade of a coin-margined contract counts USD", () => {
    expect(read(publicTrade("BTCUSD_CM", { time, ...inCoins, rows: [{ v: "250" }] }))).toMatchObject(data({ events: [{ size: 250 }] }));
  });

  test("the trades past that a subscription begins with are no news", () => {
    expect(read(publicTrade("BTCUSDT", { time, action: "snapshot" }))).toEqual(data());
  });

  test("liquidation: buy is a long that was liquidated; a message of a whole market is told apart by instrument", () => {
    const rows = [
      {},
      { side: "sell", price: "60300.7", amount: "60.3007" },
      { symbol: "APEUSDT", price: "0.1649", amount: "13.70319" },
      { symbol: "NOBODYUSDT" },
    ];
    const event = { kind: "liquidation", instrument: "bitget:BTCUSDT", time, sampling: "one-per-second" };
    expect(read(liquidation(rows, { time }))).toEqual(
      data(
        {
          kind: "liquidations",
          instrument: "bitget:BTCUSDT",
          sentAt: time + 3,
          events: [
            { ...event, positionSide: "long", price: 59_700.3, orderPrice: 59_700.3, size: 0.014 },
            { ...event, positionSide: "short", price: 60_300.7, orderPrice: 60_300.7, size: 0.001 },
          ],
        },
        {
          kind: "liquidations",
          instrument: "bitget:APEUSDT",
          sentAt: time + 3,
          events: [{ ...event, instrument: "bitget:APEUSDT", positionSide: "long", price: 0.1649, orderPrice: 0.1649, size: 83.1 }],
        },
      ),
    );
    expect(read(liquidation([{ symbol: "NOBODYUSDT" }], { time }))).toEqual(data());
  });

  test("liquidation: a row that nobody follows spoils no other, however odd it is", () => {
    const odd = { symbol: "NOBODYUSDT", side: "both", price: "?", amount: "", ts: "soon" };
    expect(read(liquidation([odd, {}, odd], { time }))).toMatchObject(data({ instrument: "bitget:BTCUSDT", events: [{ positionSide: "long" }] }));
  });

  test("liquidation of a coin-margined contract counts USD", () => {
    expect(read(liquidation([{ symbol: "BTCUSD_CM", amount: "250" }], { time, ...inCoins }))).toMatchObject(data({ events: [{ size: 250 }] }));
  });

  test("ticker", () => {
    const whole = {
      mark: 60_001.5,
      index: 60_000.75,
      fundingRate: 0.0001,
      nextFundingTime: 1_800_000_000_000,
      openInterest: expect.closeTo(32_117.3965, 9) as number,
    };
    expect(read(ticker("BTCUSDT", { time }))).toEqual(data({ kind: "ticker", instrument: "bitget:BTCUSDT", time: time + 3, ...whole }));
  });

  test.each(["", "0"])("ticker of a dated future (next funding %j) has no funding", (nextFundingTime) => {
    const [datum] = (read(ticker("BTCUSDT", { time, row: { nextFundingTime, fundingRate: "0" } })) as Extract<Frame, { kind: "data" }>).data;
    expect(datum).toMatchObject({ mark: 60_001.5 });
    expect(Object.keys(datum)).not.toContain("fundingRate");
    expect(Object.keys(datum)).not.toContain("nextFundingTime");
  });

  test("kline: states of bars, oldest first; none says that it is closed", () => {
    const bar = { intervalMs: 60_000, open: 60_000, high: 60_020, low: 59_990, close: 60_010, volume: 12.5, closed: false };
    const event = { kind: "candle", instrument: "bitget:BTCUSDT", price: "last", ...bar };
    const of = { kind: "candle", instrument: "bitget:BTCUSDT" };
    expect(read(kline("BTCUSDT", { time, openTimes: [time] }))).toEqual(data({ ...of, sentAt: time + 3, event: { ...event, openTime: time } }));
    expect(read(kline("BTCUSDT", { time, openTimes: [time, time - 60_000] }))).toEqual(
      data({ ...of, event: { ...event, openTime: time - 60_000 } }, { ...of, event: { ...event, openTime: time } }),
    );
  });

  test("kline of a coin-margined contract: the turnover is the volume in USD; zero is a value", () => {
    expect(read(kline("BTCUSD_CM", { time, ...inCoins, openTimes: [time] }))).toMatchObject(data({ event: { volume: 750_000 } }));
    expect(read(kline("BTCUSDT", { time, openTimes: [time], row: { volume: "0", turnover: "0" } }))).toMatchObject(data({ event: { volume: 0 } }));
  });

  test("books: absolute sizes, each update after the one before; a snapshot follows nothing", () => {
    const event = {
      kind: "book",
      instrument: "bitget:BTCUSDT",
      time,
      snapshot: false,
      bids: [
        [59_999.9, 1.5],
        [59_990, 0],
      ],
      asks: [[60_000.1, 2]],
    };
    const of = { kind: "book", instrument: "bitget:BTCUSDT", sentAt: time + 3 };
    expect(read(books("BTCUSDT", { time, seq: 9, pseq: 7 }))).toEqual(data({ ...of, last: 9, previous: 7, event }));
    expect(read(books("BTCUSDT", { time, seq: 9 }))).toEqual(data({ ...of, last: 9, event: { ...event, snapshot: true } }));
  });

  test("books: sequence numbers as text, or longer than doubles are exact", () => {
    expect(read(books("BTCUSDT", { time, seq: "9", pseq: "7" }))).toMatchObject(data({ last: 9, previous: 7 }));
    const long = (seq: string, pseq: string): Frame =>
      normalise(
        JSON.stringify(books("BTCUSDT", { time, seq: 1, pseq: 2 }))
          .replace('"seq":1', `"seq":${seq}`)
          .replace('"pseq":2', `"pseq":${pseq}`),
        instruments,
      );
    const sequenceOf = (frame: Frame) => (frame.kind === "data" && frame.data[0].kind === "book" ? [frame.data[0].last, frame.data[0].previous] : []);
    const [first] = sequenceOf(long("1304314508780744705", "1304314508780744700"));
    const [second, previous] = sequenceOf(long("1304314508780744706", "1304314508780744705"));
    expect(previous).toBe(first);
    expect(second).toBe((first ?? NaN) + 1);
  });

  test("answers name the topic that they are about", () => {
    const arg = { instType: "usdt-futures", topic: "kline", symbol: "BTCUSDT", interval: "1m" };
    expect(read(subscribed(arg))).toEqual({ kind: "subscribed", to: "usdt-futures:kline:BTCUSDT:1m" });
    expect(read(subscribed({ instType: "usdt-futures", topic: "liquidation" }))).toEqual({ kind: "subscribed", to: "usdt-futures:liquidation" });
    expect(read(refused(arg, "doesn't exist"))).toEqual({ kind: "refused", to: "usdt-futures:kline:BTCUSDT:1m", reason: "doesn't exist (30001)" });
    expect(read({ event: "error", code: "30002" })).toEqual({ kind: "refused", to: undefined, reason: "without a reason (30002)" });
    expect(read({ ...subscribed(arg), event: "unsubscribe" })).toEqual({ kind: "reply" });
  });

  test("the answer to a ping is no JSON and no data", () => {
    expect(normalise("pong", instruments)).toEqual({ kind: "reply" });
  });
});

describe("a frame that cannot be used has a reason", () => {
  test.each([
    ["not JSON", "{"],
    ["not an object", "[1]"],
    ["unknown frame", "{}"],
    ["unknown frame", JSON.stringify({ ...publicTrade("BTCUSDT", { time }), data: {} })],
    ["unexpected action of publicTrade", JSON.stringify({ ...publicTrade("BTCUSDT", { time }), action: "delta" })],
    ["frame without its time", JSON.stringify({ ...publicTrade("BTCUSDT", { time }), ts: "now" })],
    ["unexpected instrument ETHUSDT", JSON.stringify(publicTrade("ETHUSDT", { time }))],
    ["unexpected books1", JSON.stringify({ ...books("BTCUSDT", { time, seq: 1 }), arg: { instType: "usdt-futures", topic: "books1", symbol: "BTCUSDT" } })],
    ["malformed publicTrade", JSON.stringify(publicTrade("BTCUSDT", { time, rows: [{}, { p: "0" }] }))],
    ["malformed publicTrade", JSON.stringify(publicTrade("BTCUSDT", { time, rows: [{ S: "Buy" }] }))],
    ["malformed publicTrade", JSON.stringify(publicTrade("BTCUSDT", { time, rows: [{ T: time }] }))],
    ["malformed liquidation", JSON.stringify(liquidation([{}, { amount: "0" }], { time }))],
    ["malformed liquidation", JSON.stringify(liquidation([{ side: "long" }], { time }))],
    ["malformed liquidation", JSON.stringify(liquidation([{ symbol: "", price: "?" }], { time }))],
    ["malformed ticker", JSON.stringify(ticker("BTCUSDT", { time, row: { markPrice: "" } }))],
    ["malformed ticker", JSON.stringify(ticker("BTCUSDT", { time, row: { openInterest: "-1" } }))],
    ["malformed kline", JSON.stringify(kline("BTCUSDT", { time, openTimes: [time], row: { volume: "" } }))],
    ["kline that contradicts itself", JSON.stringify(kline("BTCUSDT", { time, openTimes: [time], row: { high: "59995" } }))],
    ["malformed books", JSON.stringify(books("BTCUSDT", { time, seq: -9, pseq: 1 }))],
    ["malformed books", JSON.stringify(books("BTCUSDT", { time, seq: 9, pseq: "" }))],
    ["malformed books", JSON.stringify(books("BTCUSDT", { time, seq: 1.5, pseq: 1 }))],
    ["malformed books", JSON.stringify(books("BTCUSDT", { time, seq: 1e300, pseq: 1 }))],
  ])("%s", (reason, text) => {
    expect(normalise(text, instruments)).toMatchObject({ kind: "dropped", reason: expect.stringContaining(reason) as string });
  });
});

test.skipIf(!HAS_RECORDED)("recorded forced orders are longs of round sizes (needs POWDERKEG_RECORDED_DATA or ../shared/data)", () => {
  const frames = tardisTexts("map bitget-futures v3 messages").map((text) => normalise(text, instruments));
  const events = frames.flatMap((frame) => (frame.kind === "data" ? frame.data : [])).flatMap((datum) => (datum.kind === "liquidations" ? datum.events : []));
  expect(events).toMatchObject([
    { instrument: "bitget:APEUSDT", positionSide: "long", price: 0.1649, size: 83.1, time: 1_777_358_886_549 },
    { instrument: "bitget:IPUSDT", positionSide: "long", price: 0.500280739469, size: 286.5, time: 1_777_358_876_983 },
  ]);
});
