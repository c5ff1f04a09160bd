import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";
import type { Instrument } from "#core/instrument.ts";
import { leverageNews, sharesOf } from "./leverage-news.ts";
import { type MeasuredBook, measuredBookOf } from "./measured-book.ts";

const BTC = "venue:BTC";
const INSTRUMENT: Instrument = { exchange: "venue", symbol: "BTC", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 1, marginModel: "hyperliquid" };
const RUNGS = [2, 5, 10, 20];
const NOW = asMs(Date.UTC(2026, 0, 1));
const MARK = 60_000;

function position(i: number, rest: Partial<AccountPosition>): AccountPosition {
  const side = rest.side ?? "long";
  const liquidationPrice = side === "long" ? MARK * 0.8 : MARK * 1.2;
  return { instrument: BTC, account: `0x${i}`, side, size: 1, liquidationPrice, leverage: 5, entryLeverage: 5, asOf: NOW, ...rest };
}

function bookOf(positions: readonly AccountPosition[], { openInterest = 1_000, time = NOW } = {}): MeasuredBook {
  const book = measuredBookOf(INSTRUMENT, positions, { time: asMs(time), mark: MARK, openInterest });
  if (book === undefined) throw new Error("nobody holds anything");
  return book;
}

/** So many accounts a side, whose leverage is spread as `of` says. */
const crowd = (count: number, of: (i: number) => Partial<AccountPosition> = () => ({})): readonly AccountPosition[] =>
  Array.from({ length: 2 * count }, (_, i) => position(i, { side: i < count ? "long" : "short", ...of(i % count) }));

describe("sharesOf", () => {
  it("puts every position in the rung nearest to its leverage at entry", () => {
    const book = bookOf([
      position(1, { size: 40, entryLeverage: 4.2 }),
      position(2, { size: 30, entryLeverage: 150, leverage: 3 }),
      position(3, { size: 20, liquidationPrice: undefined }),
      position(4, { size: 10, entryLeverage: 1.01 }),
      position(5, { side: "short", size: 7, entryLeverage: 9 }),
    ]);
    expect(sharesOf(book, "long", RUNGS)).toEqual({
      rungs: [
        [5, 0.4],
        [20, 0.3],
      ],
      never: 0.3,
      seen: 0.1,
    });
    expect(sharesOf(book, "short", RUNGS)).toEqual({ rungs: [[10, 1]], never: 0, seen: 0.007 });
  });
});

describe("leverageNews", () => {
  const told = leverageNews(BTC, bookOf(crowd(100)), { rungs: RUNGS, told: undefined });

  it("tells what was seen when it is enough", () => {
    expect(told).toMatchObject({ kind: "leverage", instrument: BTC, time: NOW, longShares: { rungs: [[5, 1]], never: 0, seen: 0.1 } });
  });

  it("is silent while too few accounts, or too little of open interest, were seen", () => {
    expect(leverageNews(BTC, bookOf(crowd(49, () => ({ size: 10 }))), { rungs: RUNGS, told: undefined })).toBeUndefined();
    expect(leverageNews(BTC, bookOf(crowd(100), { openInterest: 1_010 }), { rungs: RUNGS, told: undefined })).toBeUndefined();
  });

  it("is silent for hours after it has told, and while little has changed", () => {
    const changed = (share: number) => crowd(100, (i) => (i < 100 * share ? { entryLeverage: 20 } : {}));
    const after = (ms: number, share: number) => {
      const time = asMs(NOW + ms);
      const positions = changed(share).map((each) => ({ ...each, asOf: time }));
      return leverageNews(BTC, bookOf(positions, { time }), { rungs: RUNGS, told });
    };
    expect(after(4 * HOUR_MS - MINUTE_MS, 0.5)).toBeUndefined();
    expect(after(4 * HOUR_MS, 0.04)).toBeUndefined();
    expect(after(4 * HOUR_MS, 0.06)).toMatchObject({
      longShares: {
        rungs: [
          [5, 0.94],
          [20, 0.06],
        ],
      },
    });
  });
});
