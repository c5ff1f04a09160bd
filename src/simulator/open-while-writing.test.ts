import { afterEach, expect, test } from "vitest";
import type { WritingProgress } from "./listings.ts";
import { type SimulatedExchanges, type SimulatedExchangesOptions, openSimulatedExchanges, startSimulatedExchanges } from "./simulated-exchanges.ts";

const NOW = Date.UTC(2026, 2, 3, 10, 0);
const OPTIONS: SimulatedExchangesOptions = {
  seed: "open",
  coins: ["BTC", "ETH"],
  exchanges: ["binance"],
  now: NOW,
  historyDays: 0,
  host: "127.0.0.1",
  port: 0,
};

let exchanges: SimulatedExchanges;
afterEach(() => exchanges.stop());

async function symbols(): Promise<readonly string[]> {
  const info = (await (await fetch(`${exchanges.controlUrl}/binance/fapi/v1/exchangeInfo`)).json()) as { symbols: { symbol: string }[] };
  return info.symbols.map(({ symbol }) => symbol);
}

test("a venue answers before its past is written, and lists coin by coin", async () => {
  const told: WritingProgress[] = [];
  let first: readonly string[] = [];
  exchanges = await openSimulatedExchanges({ ...OPTIONS, onProgress: (progress) => told.push(progress) });
  expect(await symbols()).toEqual([]);
  while (first.length === 0) first = await symbols();
  expect(first).toEqual(["BTCUSDT"]);
  await exchanges.written;
  expect(await symbols()).toEqual(["BTCUSDT", "ETHUSDT"]);
  expect(told.map(({ share }) => share)).toEqual(told.map(({ share }) => share).toSorted((a, b) => a - b));
  expect([told[0].coin, told.at(-1)]).toEqual(["BTC", { coin: "ETH", share: 1 }]);
});

test("what is listed early is the market that is listed late", async () => {
  exchanges = await openSimulatedExchanges(OPTIONS);
  await exchanges.written;
  const other = await startSimulatedExchanges(OPTIONS);
  const closes = ({ listings }: SimulatedExchanges) => listings.map(({ recorder: { minutes } }) => minutes.column.close.slice(0, 600));
  expect(closes(exchanges)).toEqual(closes(other));
  await other.stop();
});

test("stopping ends the writing", async () => {
  exchanges = await openSimulatedExchanges({ ...OPTIONS, historyDays: 300 });
  await exchanges.stop();
  await expect(exchanges.written).rejects.toThrow("stopped");
});

test("a coin that no venue lists is refused before anything is opened", async () => {
  exchanges = await openSimulatedExchanges(OPTIONS);
  await expect(openSimulatedExchanges({ ...OPTIONS, coins: ["BTC", "NOPE"] })).rejects.toThrow("no simulated exchange lists NOPE");
});
