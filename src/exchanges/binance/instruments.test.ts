import { expect, test } from "vitest";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { createBinance } from "./binance.ts";
import { startLoopbackBinance } from "./loopback-binance.conformance.ts";

test("only perpetuals in USDT that trade now are instruments", async () => {
  const peer = await startLoopbackBinance({ now: Date.UTC(2026, 5, 1), listedAt: 0 });
  try {
    const exchange = createBinance(peer.hosts, systemTiming);
    const signal = AbortSignal.timeout(5_000);
    const contracts = ["linear-perpetual"] as const;
    const feed = { liquidationFeed: { exchanges: ["binance"], sampling: "one-per-second" } };
    const bitcoin = {
      exchange: "binance",
      symbol: "BTCUSDT",
      coin: "BTC",
      contract: "linear",
      contractSize: 1,
      tickSize: 0.1,
      marginModel: "binance-usdm",
      ...feed,
    };
    expect(await exchange.instruments({ coins: ["BTC", "btc"], contracts }, signal)).toEqual([bitcoin]);
    expect(await exchange.instruments({ coins: ["PEPE"], contracts }, signal)).toEqual([
      { ...bitcoin, symbol: "1000PEPEUSDT", coin: "PEPE", priceMultiplier: 1_000 },
    ]);
    // Settling, and without a tick size.
    await expect(exchange.instruments({ coins: ["GONE", "ODD"], contracts }, signal)).rejects.toThrow("Binance trades no USDT perpetual of GONE, ODD");
  } finally {
    await peer.server.stop();
  }
});
