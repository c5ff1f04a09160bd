import { expect, it } from "vitest";
import { fundingOf } from "./funding-skew.ts";

const HOURS = 3_600_000;
const funding = (rate: number, hours: number | null) => ({ rate, nextTime: null, intervalMs: hours === null ? null : hours * HOURS });

it("brings rates of other intervals to eight hours, dearest for longs first, and leaves out what says none", () => {
  const members = ["binance:A", "hyperliquid:A", "okx:A-DATED", "bybit:A", "bitget:A"].map((market) => ({ market, label: market.split(":")[0] }));
  const markets = [
    { id: "hyperliquid:A", funding: funding(0.00002, 1) },
    { id: "binance:A", funding: funding(-0.0001, 8) },
    { id: "bybit:A", funding: funding(0.0001, 4) },
    { id: "okx:A-DATED", funding: null },
    { id: "bitget:A", funding: funding(0.0003, null) },
  ] as const;
  const told = fundingOf(members, markets);
  expect(told.map(({ label }) => label)).toEqual(["bybit", "hyperliquid", "binance"]);
  [0.0002, 0.00016, -0.0001].forEach((rate, i) => expect(told[i].rate).toBeCloseTo(rate, 12));
});
