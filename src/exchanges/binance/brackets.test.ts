import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemTiming } from "#exchanges/connection/clock.ts";
import type { Exchange, PublishedBrackets } from "#exchanges/exchange.ts";
import { createBinance } from "./binance.ts";
import { type LoopbackBinance, startLoopbackBinance } from "./loopback-binance.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const PATH = "/bapi/futures/v1/friendly/future/common/brackets";

/** One row as the page of 2026-08-02 served it: numbers bare, leverage as a range. */
const row = (sequence: number, [floor, cap, rate, amount, leverage]: readonly number[]) => ({
  bracketSeq: sequence,
  bracketNotionalFloor: floor,
  bracketNotionalCap: cap,
  bracketMaintenanceMarginRate: rate,
  cumFastMaintenanceAmount: amount,
  minOpenPosLeverage: 1,
  maxOpenPosLeverage: leverage,
});
const BTC_ROWS = [
  [0, 300_000, 0.004, 0, 150],
  [300_000, 800_000, 0.005, 300, 100],
  [800_000, 3_000_000, 0.0065, 1_500, 75],
  [3_000_000, 12_000_000, 0.01, 12_000, 50],
];
const table = (symbol: string, rows: readonly (readonly number[])[]) => ({
  symbol,
  updateTime: 1_755_585_384_254,
  notionalLimit: 100,
  riskBrackets: rows.map((values, i) => row(i + 1, values)),
});
const page = (brackets: readonly unknown[]) => () => ({ body: { code: "000000", message: null, messageDetail: null, success: true, data: { brackets } } });

describe("brackets", () => {
  let peer: LoopbackBinance;
  let exchange: Exchange;
  beforeEach(async () => {
    peer = await startLoopbackBinance({ now: Date.UTC(2026, 7, 2), listedAt: 0 });
    exchange = createBinance(peer.hosts, systemTiming);
  });
  afterEach(() => peer.server.stop());

  const read = async (): Promise<readonly PublishedBrackets[]> => {
    const instruments = await exchange.instruments({ coins: ["BTC", "ETH"], contracts: ["linear-perpetual"] }, patiently());
    return (await exchange.brackets?.(instruments, patiently())) ?? [];
  };

  test("are read as published, with the exchange's own time of change", async () => {
    peer.answer(PATH, page([table("ADAUSDT", BTC_ROWS), table("BTCUSDT", BTC_ROWS)]));
    const [btc, ...others] = await read();
    expect(others).toEqual([]);
    expect(btc).toMatchObject({ instrument: "binance:BTCUSDT", changedAt: Date.UTC(2025, 7, 19, 6, 36, 24, 254) });
    expect(btc.brackets).toHaveLength(4);
    expect(btc.brackets[2]).toEqual({ floor: 800_000, cap: 3_000_000, maxLeverage: 75, maintenanceRate: 0.0065, maintenanceAmount: 1_500 });
  });

  test("come in the order of notional, whatever the page's", async () => {
    peer.answer(PATH, page([table("BTCUSDT", BTC_ROWS.toReversed())]));
    expect((await read())[0].brackets.map(({ floor }) => floor)).toEqual([0, 300_000, 800_000, 3_000_000]);
  });

  test.each([
    ["a hole", [0, 1, 3].map((i) => BTC_ROWS[i])],
    ["a rate that falls", [BTC_ROWS[0], [300_000, 800_000, 0.003, 0, 100]]],
    ["a leverage that rises", [BTC_ROWS[0], [300_000, 800_000, 0.005, 300, 200]]],
    ["an amount that leaves a step", [BTC_ROWS[0], [300_000, 800_000, 0.005, 0, 100]]],
    ["no first bracket", BTC_ROWS.slice(1)],
    ["no bracket at all", []],
  ])("with %s are left out and spoil no other", async (_what, rows) => {
    peer.answer(PATH, page([table("BTCUSDT", rows), { nonsense: true }, table("ETHUSDT", BTC_ROWS)]));
    expect((await read()).map(({ instrument }) => instrument)).toEqual(["binance:ETHUSDT"]);
  });

  test("are unavailable, in words that name the setting, where the site is not served", async () => {
    peer.answer(PATH, () => ({ status: 451, body: "" }));
    await expect(read()).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("POWDERKEG_BINANCE_WEB_URL") as string });
  });

  test("are unavailable when the page has changed its shape", async () => {
    peer.answer(PATH, () => ({ body: { code: "000000", data: [] } }));
    await expect(read()).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("unknown shape") as string });
  });
});
