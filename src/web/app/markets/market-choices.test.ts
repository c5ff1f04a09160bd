import { expect, test } from "vitest";
import type { MarketMessage } from "#wire/messages.ts";
import { basisOf, coinChoices, comparedMembers, exchangeChoices, exchangeName } from "./market-choices.ts";

const marketOf = (id: string, of: Partial<MarketMessage> = {}): MarketMessage =>
  ({
    id,
    exchange: id.split(":")[0],
    exchangeLabel: id.split(":")[0].toUpperCase(),
    symbol: id.split(":")[1],
    coin: "BTC",
    members: null,
    openInterestUsd: 1,
    ...of,
  }) as MarketMessage;

const member = (market: string, basis: number) => ({ market, basis, exchangeLabel: "", symbol: "", openInterestUsd: 1, ready: true, lastTime: 0 });
const ALL = marketOf("all:BTC", { exchangeLabel: "All exchanges", members: [member("a:BTCUSDT", 0), member("b:BTCUSD", 0.01)] });
const A = marketOf("a:BTCUSDT", { openInterestUsd: 10 });
const B = marketOf("b:BTCUSD", { openInterestUsd: 20 });
const B2 = marketOf("b:BTC-27DEC", { openInterestUsd: 2 });
const ETH = marketOf("a:ETHUSDT", { coin: "ETH" });
const MARKETS = [ALL, A, B, B2, ETH];

test("a coin stays on the exchange that is looked at, where it can", () => {
  expect(coinChoices(MARKETS, undefined).map(({ market }) => market.id)).toEqual(["all:BTC", "a:ETHUSDT"]);
  expect(coinChoices(MARKETS, ETH).map(({ market }) => market.id)).toEqual(["a:BTCUSDT", "a:ETHUSDT"]);
  expect(coinChoices(MARKETS, ALL).map(({ market }) => market.id)).toEqual(["all:BTC", "a:ETHUSDT"]);
});

test("combined markets come first, then the largest", () => {
  expect(exchangeChoices(MARKETS, "BTC")).toEqual([ALL, B, A, B2]);
  expect(exchangeChoices(MARKETS, "ETH")).toEqual([ETH]);
});

test("an exchange is called by its symbol too where it has several", () => {
  expect([ALL, A, B2].map((market) => exchangeName(market, exchangeChoices(MARKETS, "BTC")))).toEqual(["All exchanges", "A", "B BTC-27DEC"]);
  expect([A, B, B2, ETH].map((market) => basisOf(market, exchangeChoices(MARKETS, market.coin)))).toEqual([0, 0.01, undefined, undefined]);
});

test("a coin is compared over the members of its widest market, the largest first, by symbol where an exchange has several", () => {
  const widest = marketOf("all:BTC", {
    members: [
      { ...member("a:BTCUSDT", 0), exchangeLabel: "A", symbol: "BTCUSDT", openInterestUsd: 5 },
      { ...member("b:BTCUSDT", 0), exchangeLabel: "B", symbol: "BTCUSDT", openInterestUsd: 9 },
      { ...member("b:BTCUSD", 0), exchangeLabel: "B", symbol: "BTCUSD", openInterestUsd: 1, ready: false },
    ],
  });
  expect(comparedMembers([A, widest], "BTC").map(({ market, label, ready }) => [market, label, ready])).toEqual([
    ["b:BTCUSDT", "B BTCUSDT", true],
    ["a:BTCUSDT", "A", true],
    ["b:BTCUSD", "B BTCUSD", false],
  ]);
  expect(comparedMembers(MARKETS, "ETH")).toEqual([]);
});
