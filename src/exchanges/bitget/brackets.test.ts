import { afterEach, beforeEach, expect, test } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { createBitget } from "./bitget.ts";
import { type LoopbackBitget, answered, startLoopbackBitget } from "./loopback-bitget.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2025, 8, 29);
const PATH = "/api/v3/market/position-tier";
const linear: Instrument = { exchange: "bitget", symbol: "BTCUSDT", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel: "bitget" };

let peer: LoopbackBitget;
beforeEach(async () => (peer = await startLoopbackBitget({ now: NOW, listedAt: 0 })));
afterEach(() => peer.server.stop());

const read = async (...instruments: readonly Instrument[]) => (await createBitget(peer.hosts, systemTiming).brackets?.(instruments, patiently())) ?? [];

/** As Bitget announced them for BTCUSDT on 2025-09-26. */
const TIERS = [
  ["0", "200000", "150", "0.004"],
  ["200000", "1000000", "100", "0.005"],
  ["1000000", "5000000", "75", "0.007"],
].map(([minTierValue, maxTierValue, leverage, mmr], i) => ({ tier: String(i + 1), minTierValue, maxTierValue, leverage, mmr }));

test("tiers are read as published, with the offsets that keep maintenance continuous", async () => {
  peer.answer(PATH, () => answered(TIERS.toReversed(), NOW));
  expect(await read(linear)).toEqual([
    {
      instrument: "bitget:BTCUSDT",
      changedAt: NOW,
      brackets: [
        { floor: 0, cap: 200_000, maxLeverage: 150, maintenanceRate: 0.004, maintenanceAmount: 0 },
        { floor: 200_000, cap: 1_000_000, maxLeverage: 100, maintenanceRate: 0.005, maintenanceAmount: expect.closeTo(200, 6) as number },
        { floor: 1_000_000, cap: 5_000_000, maxLeverage: 75, maintenanceRate: 0.007, maintenanceAmount: expect.closeTo(2_200, 6) as number },
      ],
    },
  ]);
});

test("each instrument is asked for under its category", async () => {
  await read({ ...linear, symbol: "BTCPERP", listing: { quote: "USDC", settle: "USDC" } }, { ...linear, symbol: "BTCUSD_CM", contract: "inverse" });
  expect(peer.server.requests.map(({ query }) => Object.fromEntries(query))).toEqual([
    { category: "USDC-FUTURES", symbol: "BTCPERP" },
    { category: "COIN-FUTURES", symbol: "BTCUSD_CM" },
  ]);
});

test.each([
  ["no tiers", []],
  ["a rate that falls", [TIERS[0], { ...TIERS[1], mmr: "0.003" }]],
  ["a leverage that rises", [TIERS[0], { ...TIERS[1], leverage: "200" }]],
])("a table with %s is left out and spoils no other", async (_what, tiers) => {
  peer.answer(PATH, ({ query }) => answered(query.get("symbol") === "BTCUSDT" ? tiers : TIERS, NOW));
  expect((await read(linear, { ...linear, symbol: "ETHUSDT" })).map(({ instrument }) => instrument)).toEqual(["bitget:ETHUSDT"]);
});

test("a host that may not be used from here is said in words that name the setting", async () => {
  peer.answer(PATH, () => ({ status: 403, body: "" }));
  await expect(read(linear)).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("POWDERKEG_BITGET_REST_URL") as string });
});
