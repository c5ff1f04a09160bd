import { afterEach, beforeEach, expect, test } from "vitest";
import { asMs } from "#core/units.ts";
import { CONTRACT_CLASSES } from "#exchanges/exchange.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { contexts, meta } from "./frames.conformance.ts";
import { createHyperliquid } from "./hyperliquid.ts";
import { type LoopbackHyperliquid, startLoopbackHyperliquid } from "./loopback-hyperliquid.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2026, 5, 1);
let peer: LoopbackHyperliquid;
beforeEach(async () => (peer = await startLoopbackHyperliquid({ now: NOW, listedAt: NOW })));
afterEach(() => peer.server.stop());

const signal = patiently();
const open = () => createHyperliquid(peer.hosts, { ...systemTiming, clock: { ...systemTiming.clock, now: () => asMs(NOW) } });
const find = (coins: readonly string[], contracts = CONTRACT_CLASSES) => open().instruments({ coins, contracts }, signal);

test("a listing becomes an instrument with its leverage, its hourly funding and its present tick", async () => {
  const [btc, eth] = await find(["btc", "ETH"]);
  expect(btc).toEqual({
    exchange: "hyperliquid",
    symbol: "BTC",
    coin: "BTC",
    contract: "linear",
    contractSize: 1,
    tickSize: 1,
    marginModel: "hyperliquid",
    liquidationFeed: { exchanges: ["hyperliquid"], sampling: "unknown" },
    listing: { quote: "USD", settle: "USDC", maxLeverage: 40, fundingIntervalMs: 3_600_000 },
  });
  expect(eth.tickSize).toBe(0.1);
});

test("what is listed by the thousand is its coin with a multiplier", async () => {
  const [pepe] = await find(["PEPE"]);
  expect(pepe).toMatchObject({ symbol: "kPEPE", coin: "PEPE", priceMultiplier: 1_000, tickSize: 0.000_001 });
  expect(open().declaration.symbolOfCoin("pepe")).toBe("kPEPE");
});

test("what is delisted, and every kind of contract but the linear perpetual, is not there", async () => {
  await expect(find(["LOOM", "BTC"])).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("LOOM") as string });
  await expect(find(["BTC"], ["inverse-perpetual", "linear-dated"])).rejects.toMatchObject({ code: "not-found" });
});

test("one odd listing spoils no other", async () => {
  const { universe, ...rest } = meta();
  peer.answer("metaAndAssetCtxs", () => ({ body: [{ ...rest, universe: [{ name: 7 }, ...universe] }, [null, ...contexts()]] }));
  expect((await find(["BTC", "ETH"])).map(({ symbol }) => symbol)).toEqual(["BTC", "ETH"]);
});

test("brackets follow from the margin tables; small table ids are a single tier", async () => {
  const exchange = open();
  const instruments = await find(["BTC", "ETH", "PEPE"]);
  const [btc, eth, pepe] = (await exchange.brackets?.(instruments, signal)) ?? [];
  expect(btc).toEqual({
    instrument: "hyperliquid:BTC",
    changedAt: NOW,
    brackets: [
      { floor: 0, cap: 150_000_000, maxLeverage: 40, maintenanceRate: 0.0125, maintenanceAmount: 0 },
      // hyperliquid.gitbook.io, trading/margin-tiers: 150 M x (2.5 % - 1.25 %)
      { floor: 150_000_000, cap: 1e15, maxLeverage: 20, maintenanceRate: 0.025, maintenanceAmount: 1_875_000 },
    ],
  });
  expect(eth.brackets).toEqual([{ floor: 0, cap: 1e15, maxLeverage: 25, maintenanceRate: 0.02, maintenanceAmount: 0 }]);
  expect(pepe.brackets.map(({ cap, maxLeverage }) => [cap, maxLeverage])).toEqual([
    [3_000_000, 10],
    [1e15, 5],
  ]);
});

test.each([
  ["cannot be read", [[56, { marginTiers: [{ lowerBound: "0.0" }] }]]],
  [
    "has a hole at its beginning",
    [
      [
        56,
        {
          marginTiers: [
            { lowerBound: "5.0", maxLeverage: 40 },
            { lowerBound: "5.0", maxLeverage: 50 },
          ],
        },
      ],
    ],
  ],
  ["is missing", []],
])("a margin table that %s is not guessed at", async (_what, marginTables) => {
  peer.answer("meta", () => ({ body: { ...meta(), marginTables } }));
  const told = await open().brackets?.(await find(["BTC", "ETH"]), signal);
  expect(told?.map(({ instrument }) => instrument)).toEqual(["hyperliquid:ETH"]);
});
