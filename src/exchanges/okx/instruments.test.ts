import { afterEach, beforeEach, expect, test } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { CONTRACT_CLASSES, type ContractClass } from "#exchanges/exchange.ts";
import { ok } from "./history.conformance.ts";
import { LISTED } from "./instruments.conformance.ts";
import { type LoopbackOkx, startLoopbackOkx } from "./loopback-okx.conformance.ts";
import { createOkx } from "./okx.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

let peer: LoopbackOkx;
beforeEach(async () => (peer = await startLoopbackOkx({ now: Date.UTC(2026, 5, 1), listedAt: 1 })));
afterEach(() => peer.server.stop());

const find = (coins: readonly string[], contracts: readonly ContractClass[]): Promise<readonly Instrument[]> =>
  createOkx(peer.hosts, systemTiming).instruments({ coins, contracts }, patiently());

test("every kind of contract of a coin: perpetuals first, dated futures by expiry; no options, no USDC, nothing that does not trade", async () => {
  const found = await find(["BTC"], CONTRACT_CLASSES);
  expect(found.map(({ symbol }) => symbol)).toEqual(["BTC-USDT-SWAP", "BTC-USD-SWAP", "BTC-USDT-261225", "BTC-USD-261225", "BTC-USDT-270326"]);
});

test("a linear contract is worth coins, an inverse one USD", async () => {
  const [linear, inverse] = await find(["BTC"], ["linear-perpetual", "inverse-perpetual"]);
  expect(linear).toEqual({
    exchange: "okx",
    symbol: "BTC-USDT-SWAP",
    coin: "BTC",
    contract: "linear",
    contractSize: 0.01,
    tickSize: 0.1,
    marginModel: "okx",
    liquidationFeed: { exchanges: ["okx"], sampling: "unknown" },
    listing: { quote: "USDT", settle: "USDT", maxLeverage: 100 },
  });
  expect(inverse).toMatchObject({ contract: "inverse", contractSize: 100, listing: { quote: "USD", settle: "BTC" } });
});

test("a dated future knows its delivery, a perpetual that is about to go has none", async () => {
  peer.answer("/api/v5/public/instruments", ({ query }) =>
    ok([query.get("instType") === "SWAP" ? { ...LISTED, expTime: "1798185600000" } : { ...LISTED, ...datedFuture }]),
  );
  const [perpetual, dated] = await find(["BTC"], ["linear-perpetual", "linear-dated"]);
  expect(perpetual).not.toHaveProperty("expiry");
  expect(dated.expiry).toBe(Date.UTC(2026, 11, 25, 8));
});

test("the contract's multiplier counts", async () => {
  peer.answer("/api/v5/public/instruments", () => ok([{ ...LISTED, ctMult: "10" }]));
  expect((await find(["BTC"], ["linear-perpetual"]))[0].contractSize).toBeCloseTo(0.1, 12);
});

test.each(["GONE", "SOON", "ODD"])("%s is not followed", async (coin) => {
  await expect(find([coin], CONTRACT_CLASSES)).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining(coin) as string });
});

test("only what is wished for is asked for", async () => {
  await find(["BTC"], ["linear-dated"]);
  expect(peer.server.requests.map(({ query }) => query.get("instType"))).toEqual(["FUTURES"]);
  expect(await find(["BTC"], [])).toEqual([]);
});

const datedFuture = { instType: "FUTURES", instId: "BTC-USDT-261225", expTime: "1798185600000" };
