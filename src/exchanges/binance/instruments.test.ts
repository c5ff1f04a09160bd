import { afterEach, beforeEach, expect, test } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { HOUR_MS } from "#core/units.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import type { ContractClass } from "#exchanges/exchange.ts";
import { createBinance } from "./binance.ts";
import { type LoopbackBinance, startLoopbackBinance } from "./loopback-binance.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

let peer: LoopbackBinance;
beforeEach(async () => (peer = await startLoopbackBinance({ now: Date.UTC(2026, 5, 1), listedAt: 0 })));
afterEach(() => peer.server.stop());

const find = (coins: readonly string[], ...contracts: readonly ContractClass[]): Promise<readonly Instrument[]> =>
  createBinance(peer.hosts, systemTiming).instruments({ coins, contracts }, patiently());

const bitcoin = {
  exchange: "binance",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
  liquidationFeed: { exchanges: ["binance"], sampling: "one-per-second" },
  listing: { quote: "USDT", settle: "USDT", fundingIntervalMs: 8 * HOUR_MS },
};

test("the perpetual of a coin is the one in USDT, with its multiplier and the hours between settlements", async () => {
  expect(await find(["BTC", "btc"], "linear-perpetual")).toEqual([bitcoin]);
  const listing = { ...bitcoin.listing, fundingIntervalMs: 4 * HOUR_MS };
  expect(await find(["PEPE"], "linear-perpetual")).toEqual([{ ...bitcoin, symbol: "1000PEPEUSDT", coin: "PEPE", priceMultiplier: 1_000, listing }]);
});

test("dated futures come by expiry and have no funding", async () => {
  const found = await find(["BTC"], "linear-perpetual", "linear-dated");
  expect(found.map(({ symbol }) => symbol)).toEqual(["BTCUSDT", "BTCUSDT_261225", "BTCUSDT_270326"]);
  expect(found[1]).toEqual({ ...bitcoin, symbol: "BTCUSDT_261225", expiry: Date.UTC(2026, 11, 25, 8), listing: { quote: "USDT", settle: "USDT" } });
});

test("what does not trade, has no tick size, is an option or is margined in a coin is no instrument", async () => {
  const problem = "Binance trades no linear perpetual of GONE, ODD, TSLA, WIF";
  await expect(find(["GONE", "ODD", "TSLA", "WIF"], "linear-perpetual")).rejects.toThrow(problem);
  await expect(find(["BTC"], "inverse-perpetual")).rejects.toThrow("Binance trades no inverse perpetual of BTC");
});

test("without word of the hours between settlements everything else is there", async () => {
  peer.answer("/fapi/v1/fundingInfo", () => ({ status: 403, body: "" }));
  expect(await find(["BTC"], "linear-perpetual")).toEqual([{ ...bitcoin, listing: { quote: "USDT", settle: "USDT" } }]);
});

test("facts that nothing is counted with may be missing", async () => {
  const [{ symbol, tickSize, listing }] = await find(["BARE"], "linear-perpetual");
  expect([symbol, tickSize > 0, listing?.maxLeverage, listing?.endsAt]).toEqual(["BAREUSDT", true, undefined, undefined]);
});
