import { afterEach, beforeEach, expect, test } from "vitest";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { CONTRACT_CLASSES, type ContractClass } from "#exchanges/exchange.ts";
import { createBybit } from "./bybit.ts";
import { CHRISTMAS, type LoopbackBybit, answered, startLoopbackBybit } from "./loopback-bybit.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2026, 5, 1);
let peer: LoopbackBybit;
beforeEach(async () => (peer = await startLoopbackBybit({ now: NOW, listedAt: NOW })));
afterEach(() => peer.server.stop());

const find = (coins: readonly string[], contracts: readonly ContractClass[] = CONTRACT_CLASSES) =>
  createBybit(peer.hosts, systemTiming).instruments({ coins, contracts }, patiently());

const bitcoin = {
  exchange: "bybit",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "bybit",
  liquidationFeed: { exchanges: ["bybit"], sampling: "complete" },
  listing: { quote: "USDT", settle: "USDT", maxLeverage: 100, fundingIntervalMs: 8 * 3_600_000 },
};

test("a coin's main perpetual of either margin, then its dated futures", async () => {
  const [linear, inverse, ...dated] = await find(["BTC"]);
  expect(linear).toEqual(bitcoin);
  expect(inverse).toEqual({ ...bitcoin, symbol: "BTCUSD", contract: "inverse", tickSize: 0.5, listing: { ...bitcoin.listing, quote: "USD", settle: "BTC" } });
  expect(dated.map(({ symbol, contract, expiry, listing }) => [symbol, contract, expiry, listing?.settle])).toEqual([
    ["BTCUSDT-25DEC26", "linear", CHRISTMAS, "USDT"],
    ["BTC-25DEC26", "linear", CHRISTMAS, "USDC"],
    ["BTCUSDZ26", "inverse", CHRISTMAS, "BTC"],
  ]);
  for (const { listing } of dated) expect(listing).not.toHaveProperty("fundingIntervalMs");
});

test("only the categories that are wished for are asked for, and never options", async () => {
  await find(["BTC"], ["linear-dated"]);
  expect(peer.server.requests.map(({ query }) => query.get("category"))).toEqual(["linear"]);
  await find(["BTC"]);
  expect(peer.server.requests.map(({ query }) => query.get("category"))).not.toContain("option");
});

test("a multiple of a coin is that coin", async () => {
  expect(await find(["PEPE", "SHIB"])).toMatchObject([
    { symbol: "1000PEPEUSDT", coin: "PEPE", priceMultiplier: 1_000, listing: { fundingIntervalMs: 4 * 3_600_000 } },
    { symbol: "SHIB1000USDT", coin: "SHIB", priceMultiplier: 1_000 },
  ]);
});

test("what does not trade, cannot be read or is of another type is none", async () => {
  await expect(find(["BTC", "GONE", "SOON", "ODD"])).rejects.toMatchObject({ code: "not-found", message: expect.stringMatching(/GONE, SOON, ODD$/) as string });
  expect((await find(["BTC"])).map(({ symbol }) => symbol)).not.toContain("BTC-27MAR26-70000-P-USDT");
});

test("pages are followed by their cursor", async () => {
  const all = createBybit(peer.hosts, systemTiming).instruments({ coins: ["BTC"], contracts: ["linear-perpetual"] }, patiently());
  const [{ listing, ...row }] = await all;
  expect(listing).toBeDefined();
  const paged = {
    contractType: "LinearPerpetual",
    status: "Trading",
    baseCoin: "BTC",
    quoteCoin: "USDT",
    settleCoin: "USDT",
    launchTime: "1",
    deliveryTime: "0",
    priceFilter: { tickSize: "0.1" },
  };
  peer.answer("/v5/market/instruments-info", ({ query }) =>
    query.get("cursor") === null
      ? answered({ list: [{ ...paged, symbol: "AUSDT", baseCoin: "A" }], nextPageCursor: "first%3DA" }, NOW)
      : answered({ list: query.get("cursor") === "first%3DA" ? [{ ...paged, symbol: row.symbol }] : [] }, NOW),
  );
  expect((await find(["BTC", "A"], ["linear-perpetual"])).map(({ symbol }) => symbol)).toEqual(["BTCUSDT", "AUSDT"]);
});

test("facts that nothing is counted with may be missing", async () => {
  const [{ symbol, tickSize, listing }] = await find(["BARE"], ["linear-perpetual"]);
  expect([symbol, tickSize > 0, listing?.maxLeverage, listing?.endsAt]).toEqual(["BAREUSDT", true, undefined, undefined]);
});
