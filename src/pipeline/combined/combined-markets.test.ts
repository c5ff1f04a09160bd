import { expect, test } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { combinedMarkets } from "./combined-markets.ts";

const NOW = asMs(1_000 * MINUTE_MS);
const marketOf = (exchange: string, lastTime: number | null, contract = "linear") =>
  ({
    id: `${exchange}:BTC-${contract}`,
    exchange,
    exchangeLabel: exchange,
    coin: "BTC",
    contract,
    expiry: null,
    stepMs: MINUTE_MS,
    lastTime,
    ready: lastTime !== null,
  }) as unknown as MarketView;
const membersOf = (...markets: MarketView[]) => combinedMarkets(markets, ["binance", "bybit", "okx"])[0].members.map(({ exchange }) => exchange);

test("the first exchange that has a map gives the price", () => {
  expect(membersOf(marketOf("okx", NOW), marketOf("bybit", NOW), marketOf("binance", NOW))).toEqual(["binance", "bybit", "okx"]);
  expect(membersOf(marketOf("binance", null), marketOf("bybit", NOW, "inverse"), marketOf("okx", NOW))).toEqual(["okx", "bybit", "binance"]);
});

test("one that has fallen silent, or trades the coin no more, hands the price over to the next that goes on", () => {
  expect(membersOf(marketOf("binance", NOW - 3 * MINUTE_MS), marketOf("bybit", NOW))).toEqual(["binance", "bybit"]);
  expect(membersOf(marketOf("binance", NOW - 4 * MINUTE_MS), marketOf("bybit", NOW))).toEqual(["bybit", "binance"]);
});

test("where all have fallen silent together it stays with the first", () => {
  expect(membersOf(marketOf("binance", NOW - 9 * MINUTE_MS), marketOf("bybit", NOW - 9 * MINUTE_MS))).toEqual(["binance", "bybit"]);
});
