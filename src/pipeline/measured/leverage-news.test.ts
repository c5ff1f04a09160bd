import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";
import type { Instrument } from "#core/instrument.ts";
import { leverageNews } from "./leverage-news.ts";
import type { SeenLeverage } from "#engine/priors/seen-leverage.ts";
import { type MeasuredBook, measuredBookOf } from "./measured-book.ts";

const BTC = "venue:BTC";
const INSTRUMENT: Instrument = { exchange: "venue", symbol: "BTC", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 1, marginModel: "hyperliquid" };
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

/** Stands for an estimate that puts every position in its own leverage. */
const estimateOf = (seenLeverage?: SeenLeverage): Parameters<typeof leverageNews>[2] => ({
  seenLeverage,
  sharesOfSeen(_, positions, seen) {
    const leverages = [...new Set(positions.map(({ entryLeverage }) => entryLeverage))].sort((a, b) => a - b);
    return { rungs: leverages.map((at) => [at, positions.filter(({ entryLeverage }) => entryLeverage === at).length / positions.length]), never: 0, seen };
  },
});

describe("leverageNews", () => {
  const told = leverageNews(BTC, bookOf(crowd(100)), estimateOf());

  it("tells what was seen when it is enough", () => {
    expect(told).toMatchObject({ kind: "leverage", instrument: BTC, time: NOW, longShares: { rungs: [[5, 1]], never: 0, seen: 0.1 } });
  });

  it("is silent while too few accounts, or too little of open interest, were seen", () => {
    expect(leverageNews(BTC, bookOf(crowd(19, () => ({ size: 10 }))), estimateOf())).toBeUndefined();
    expect(leverageNews(BTC, bookOf(crowd(100), { openInterest: 1_010 }), estimateOf())).toBeUndefined();
  });

  it("leaves a side of which too little was seen as it was told before, or to its prior", () => {
    const longs = crowd(100).filter(({ side }) => side === "long");
    expect(leverageNews(BTC, bookOf(longs), estimateOf())).toMatchObject({ longShares: { seen: 0.1 }, shortShares: { rungs: [], seen: 0 } });
    const time = asMs(NOW + 5 * HOUR_MS);
    const later = longs.map((each) => ({ ...each, entryLeverage: 20, asOf: time }));
    expect(leverageNews(BTC, bookOf(later, { time }), estimateOf(told))).toMatchObject({
      longShares: { rungs: [[20, 1]] },
      shortShares: { rungs: [[5, 1]], seen: 0.1 },
    });
  });

  it("is silent for hours after it has told, and while little has changed", () => {
    const changed = (share: number) => crowd(100, (i) => (i < 100 * share ? { entryLeverage: 20 } : {}));
    const after = (ms: number, share: number) => {
      const time = asMs(NOW + ms);
      const positions = changed(share).map((each) => ({ ...each, asOf: time }));
      return leverageNews(BTC, bookOf(positions, { time }), estimateOf(told));
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
