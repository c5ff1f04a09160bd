import { describe, expect, it } from "vitest";
import { binanceCoinm } from "./binance-coinm.ts";
import { bracketsAt } from "./bracket-tables.ts";
import { givenBracket } from "./given-bracket.conformance.ts";
import { epochOfIsoDate } from "./iso-date.ts";

const BTC_2021 = bracketsAt("binance-coinm", "BTCUSD_PERP", epochOfIsoDate("2021-06-01"))?.brackets ?? [];

/** dev.binance.vision/t/6292: 100,000 contracts of 100 USD, long from 45,000, beside a wallet of 101 BTC; the site's calculator says 33,599.40. */
const ASKED = { contract: "inverse", side: "long", entry: 45_000, size: 10_000_000, margin: 101, marginMode: "cross" } as const;

describe("Binance COIN-M", () => {
  it("reproduces the positionRisk sample of the API: 10 contracts of 100 USD", () => {
    const position = { contract: "inverse", side: "long", entry: 37_643.10000021, size: 1000, margin: 0.0134029, marginMode: "cross" } as const;
    expect(binanceCoinm.liquidationPrice(position, BTC_2021)).toBeCloseTo(25_119.9744576, 6);
  });

  it("reproduces the site's calculator to its tick, in the bracket of the coins at the liquidation price", () => {
    expect(binanceCoinm.liquidationPrice(ASKED, BTC_2021)).toBeCloseTo(33_599.4, 1);
    // 222 coins at entry are in the same bracket; entered at 60,000 only the fallen price puts it there.
    const later = { ...ASKED, entry: 60_000 };
    expect(later.size / later.entry).toBeLessThan(200);
    expect(binanceCoinm.liquidationPrice(later, BTC_2021)).toBeCloseTo((10_000_000 * 1.125) / (101 + 11.605 + 10_000_000 / 60_000), 6);
  });

  it("expects the amount of an old FAQ text, 11.81 instead of 11.605, to be 20.54 USD off", () => {
    const consistent = binanceCoinm.liquidationPrice(ASKED, givenBracket(0.125, 11.605, "base")) ?? 0;
    const printed = binanceCoinm.liquidationPrice(ASKED, givenBracket(0.125, 11.81, "base")) ?? 0;
    expect(consistent - printed).toBeCloseTo(20.56, 1);
    expect(33_599.4 - printed).toBeCloseTo(20.54, 2);
  });

  it("derives the published amounts in base coin", () => {
    expect(BTC_2021.map(({ maintenanceAmount }) => Number(maintenanceAmount.toFixed(6)))).toEqual([0, 0.005, 0.055, 0.355, 1.605, 6.605, 11.605]);
  });

  it("descends to a lower bracket where a short loses, climbs where a long does", () => {
    const inverse = { contract: "inverse", entry: 50_000, size: 1_000_000 } as const;
    const margin = 1_000_000 / 50_000 / 2;
    const long = binanceCoinm.liquidationPrice({ ...inverse, side: "long", margin }, BTC_2021) ?? 0;
    const short = binanceCoinm.liquidationPrice({ ...inverse, side: "short", margin }, BTC_2021) ?? 0;
    expect(long).toBeCloseTo((1_000_000 * 1.025) / (20 + 10 + 0.355), 6);
    expect(short).toBeCloseTo((1_000_000 * (1 - 0.01)) / (20 - 10 - 0.055), 6);
  });
});
