import { afterEach, beforeEach, expect, test } from "vitest";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { CONTRACT_CLASSES, type ContractClass } from "#exchanges/exchange.ts";
import { createBitget } from "./bitget.ts";
import { CHRISTMAS, type LoopbackBitget, startLoopbackBitget } from "./loopback-bitget.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2026, 5, 1);
let peer: LoopbackBitget;
beforeEach(async () => (peer = await startLoopbackBitget({ now: NOW, listedAt: NOW })));
afterEach(() => peer.server.stop());

const find = (coins: readonly string[], contracts: readonly ContractClass[] = CONTRACT_CLASSES) =>
  createBitget(peer.hosts, systemTiming).instruments({ coins, contracts }, patiently());

const bitcoin = {
  exchange: "bitget",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "bitget",
  liquidationFeed: { exchanges: ["bitget"], sampling: "one-per-second" },
  listing: { quote: "USDT", settle: "USDT", maxLeverage: 150, sizeStep: 0.0001, fundingIntervalMs: 8 * 3_600_000 },
};

test("a coin's main perpetual of either margin, then its dated futures", async () => {
  const [linear, inverse, dated, ...others] = await find(["BTC"]);
  expect(others).toEqual([]);
  expect(linear).toEqual(bitcoin);
  expect(inverse).toEqual({ ...bitcoin, symbol: "BTCUSD_CM", contract: "inverse", listing: { ...bitcoin.listing, quote: "USD", settle: "BTC" } });
  expect(dated).toMatchObject({ symbol: "BTCCMZ26", contract: "inverse", expiry: CHRISTMAS, listing: { settle: "BTC" } });
  expect(dated.listing).not.toHaveProperty("fundingIntervalMs");
});

test("a perpetual in USDC stands in where there is none in USDT", async () => {
  expect(await find(["X"])).toMatchObject([{ symbol: "XPERP", contract: "linear", listing: { settle: "USDC" } }]);
});

test("only the categories that are wished for are asked for", async () => {
  await find(["BTC"], ["inverse-dated"]);
  expect(peer.server.requests.map(({ query }) => query.get("category"))).toEqual(["COIN-FUTURES"]);
});

test("a multiple of a coin is that coin", async () => {
  expect(await find(["BONK"])).toMatchObject([{ symbol: "1000BONKUSDT", coin: "BONK", priceMultiplier: 1_000, listing: { fundingIntervalMs: 4 * 3_600_000 } }]);
});

test("an answer of an older form is read: the term in symbolType, the tick by its decimals", async () => {
  expect(await find(["OLD"])).toMatchObject([{ symbol: "OLDUSDT", tickSize: 0.0001 }]);
});

test("what does not trade or cannot be read is none", async () => {
  await expect(find(["BTC", "GONE", "SOON", "ODD"])).rejects.toMatchObject({ code: "not-found", message: expect.stringMatching(/GONE, SOON, ODD$/) as string });
});

test("facts that nothing is counted with may be missing", async () => {
  const [{ symbol, tickSize, listing }] = await find(["BARE"], ["linear-perpetual"]);
  expect([symbol, tickSize > 0, listing?.maxLeverage, listing?.endsAt]).toEqual(["BAREUSDT", true, undefined, undefined]);
});
