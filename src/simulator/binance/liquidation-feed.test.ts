import { expect, it } from "vitest";
import { LONG, SHORT } from "#core/position-side.ts";
import { createMarket, tick } from "#simulator/market/market.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import { BINANCE_VENUE, USDM_DECLARATION } from "./declaration.ts";
import { createLiquidationFeed } from "./liquidation-feed.ts";
import { createListing } from "#simulator/wire/listing.ts";
import { createRecorder } from "#simulator/market/recorder.ts";
import { forceOrderEvent } from "./stream-payloads.ts";
import { FORCE_ORDER } from "./wire-schemas.conformance.ts";

const order = (time: number, filledLots: number, published = true): ForcedOrder => ({
  time,
  side: LONG,
  lots: filledLots,
  filledLots,
  bankruptcyPrice: 99,
  averagePrice: 99.4,
  mark: 99.4,
  liquidationPrice: 99.4,
  entry: 100,
  margin: 1,
  leverage: 100,
  published,
});

it("publishes the largest order of each second, once the second is over", () => {
  const feed = createLiquidationFeed();
  const offered = [order(1_000, 5), order(1_400, 9), order(1_999, 7), order(2_000, 1), order(4_500, 3)].map((forced) =>
    feed.due([forced], forced.time).map(({ filledLots }) => filledLots),
  );
  expect(offered).toEqual([[], [], [], [9], [1]]);
  expect(feed.due([], 4_999)).toEqual([]);
  expect(feed.due([], 5_000)).toMatchObject([{ filledLots: 3 }]);
  expect(feed.due([], 6_000)).toEqual([]);
});

it("finds the largest of each second in a batch that spans several", () => {
  const feed = createLiquidationFeed();
  expect(feed.due([order(1_000, 5), order(1_400, 9), order(2_000, 1), order(3_500, 3)], 3_600)).toMatchObject([{ filledLots: 9 }, { filledLots: 1 }]);
});

it("never shows an order that the venue keeps to itself", () => {
  const feed = createLiquidationFeed();
  expect(feed.due([order(1_000, 5, false)], 1_000)).toEqual([]);
  expect(feed.due([], 9_000)).toEqual([]);
});

it("shows at most one order a second of a real cascade, and writes it as Binance does", () => {
  const market = createMarket({ seed: "cascade", coin: "SOL", start: Date.UTC(2026, 0, 1), exchange: USDM_DECLARATION });
  const feed = createLiquidationFeed();
  const forced: ForcedOrder[] = [];
  while (forced.length < 200) {
    tick(market);
    forced.push(...market.tape.forced);
  }
  const shown = forced.flatMap((forcedOrder) => feed.due([forcedOrder], forcedOrder.time));
  const seconds = shown.map(({ time }) => Math.floor(time / 1_000));
  expect(new Set(seconds).size).toBe(seconds.length);
  expect(shown.length).toBeLessThan(forced.length);
  const listing = createListing(createRecorder({ seed: "cascade", coin: "SOL", start: Date.UTC(2026, 0, 1), exchange: USDM_DECLARATION, keepDays: 1 }), {
    instrument: BINANCE_VENUE.instruments("SOL", 0)[0],
    seed: "cascade",
    delist: () => undefined,
  });
  for (const forcedOrder of shown) {
    const { o } = FORCE_ORDER.parse(forceOrderEvent(listing, forcedOrder, Math.floor(forcedOrder.time)));
    expect(o.S).toBe(forcedOrder.side === SHORT ? "BUY" : "SELL");
    expect(Number(o.z)).toBeLessThanOrEqual(Number(o.q));
  }
});
