import { describe, expect, test } from "vitest";
import type { Datum } from "#exchanges/feeding/frame.ts";
import { HAS_RECORDED, tardisTexts } from "#exchanges/recorded-data.conformance.ts";
import { normalise } from "./normalise.ts";

describe.skipIf(!HAS_RECORDED)("recorded frames (need POWDERKEG_RECORDED_DATA or ../shared/data)", () => {
  const recordedData = (): readonly Datum[] =>
    tardisTexts("map bybit messages").flatMap((text) => {
      const frame = normalise(text);
      return frame.kind === "data" ? frame.data : [];
    });

  test("a liquidation's side is the position's: Sell is a short", () => {
    const event = { instrument: "bybit:PIPPINUSDT", positionSide: "short", size: 2_846, price: 0.02456, time: 1_740_480_207_110 };
    expect(recordedData().findLast(({ kind }) => kind === "liquidations")).toMatchObject({ events: [event] });
  });

  test("a delta of 2023 changes only what it names, and its open interest is halved", () => {
    const [snapshot, delta] = recordedData().filter(({ kind, instrument }) => kind === "ticker" && instrument === "bybit:BTCUSD");
    expect(snapshot).toMatchObject({ mark: 28_560, index: 28_566.94, fundingRate: 0.0001, openInterest: 449_736_676 / 2 });
    expect(delta).toEqual({
      kind: "ticker",
      instrument: "bybit:BTCUSD",
      time: 1_680_673_822_776,
      fundingRate: 0.0001,
      openInterest: 449_736_674 / 2,
      restHolds: true,
    });
  });

  test("the updates of one book follow one another", () => {
    const books = recordedData().filter((datum) => datum.kind === "book");
    expect(books.slice(0, 4).map(({ event, last, previous }) => [event.snapshot, previous, last])).toEqual([
      [true, undefined, 7_003_305],
      [false, 7_003_305, 7_003_306],
      [true, undefined, 20_683_568],
      [false, 20_683_568, 20_683_569],
    ]);
  });
});
