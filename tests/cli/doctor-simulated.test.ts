import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Examination, examine } from "#cli/doctor/examine.ts";
import { createExchanges, hostsFrom } from "#exchanges/registry.ts";
import { type SimulatedExchanges, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";

/** The real adapters of every simulated exchange, over real sockets, as `doctor` runs them. */
let simulated: SimulatedExchanges;
let ids: readonly string[];
beforeAll(async () => {
  simulated = await startSimulatedExchanges({ seed: "doctor", coins: ["BTC"], now: Date.now(), historyDays: 0, host: "127.0.0.1", port: 0 });
  ids = [...new Set(simulated.listings.map(({ exchange }) => exchange))];
});
afterAll(() => simulated.stop());
beforeEach(() => simulated.faults.clear());

function examineAll(listenMs: number): Promise<Examination> {
  const exchanges = createExchanges(ids, { ...hostsFrom({}), ...simulated.hosts });
  return examine({ version: "0", exchanges, coin: "BTC", listenMs, dataDir: ".", host: "127.0.0.1", port: 0, nodeVersion: process.versions.node });
}
const verdictsOf = ({ exchanges }: Examination) => Object.fromEntries(exchanges.map(({ exchange, verdict }) => [exchange, verdict]));

test("every simulated exchange is usable, stream by stream, and its clock is ours", async () => {
  const examination = await examineAll(30_000);
  expect(verdictsOf(examination)).toEqual(Object.fromEntries(ids.map((id) => [id, "usable"])));
  expect(examination.machine.find(({ about }) => about === "clock")).toMatchObject({ level: "ok" });
  for (const { exchange, findings } of examination.exchanges)
    expect(
      findings.filter(({ level }) => level === "fault"),
      exchange,
    ).toEqual([]);
});

test("what ails each of them is told apart, and spoils no other", async () => {
  const durationMs = 600_000;
  simulated.faults.inject([
    { kind: "status", status: 451, exchange: "binance", durationMs },
    { kind: "silent-subscription", exchange: "bybit", durationMs },
    { kind: "slow-rest", delayMs: 2_000, exchange: "bitget", durationMs },
    { kind: "clock-skew", skewMs: 60_000, exchange: "okx", durationMs },
    { kind: "silent-subscription", exchange: "hyperliquid", stream: "candles", durationMs },
  ]);
  const examination = await examineAll(8_000);
  expect(verdictsOf(examination)).toEqual({ binance: "blocked", bybit: "silent", bitget: "usable", okx: "usable", hyperliquid: "partly" });
  expect(examination.usable.toSorted()).toEqual(["bitget", "hyperliquid", "okx"]);
  const saidOf = (id: string) =>
    examination.exchanges
      .find(({ exchange }) => exchange === id)
      ?.findings.map(({ says }) => says)
      .join("\n");
  expect(saidOf("binance")).toMatch(/HTTP 451.*POWDERKEG_BINANCE_REST_URL/);
  expect(saidOf("bybit")).toContain("no trades within 8.0 s");
  expect(saidOf("bitget")).toContain("REST is slow");
  expect(saidOf("hyperliquid")).toContain("no candles within 8.0 s");
  expect(examination.machine.find(({ about }) => about === "clock")?.says).toContain("that of OKX is not");
});
