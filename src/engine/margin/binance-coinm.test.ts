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

  it("expects a mismatch of 20.54 USD with the amount of the FAQ's older text, 11.81: it belongs to the brackets before", () => {
    const older = bracketsAt("binance-coinm", "BTCUSD_PERP", epochOfIsoDate("2021-02-05"))?.brackets ?? [];
    const printed = binanceCoinm.liquidationPrice(ASKED, older) ?? 0;
    expect(33_599.4 - printed).toBeCloseTo(20.54, 2);
    expect(binanceCoinm.liquidationPrice(ASKED, givenBracket(0.125, 11.81, "base"))).toBeCloseTo(printed, 9);
  });

  it.each([
    ["2021-02-05", [0, 0.01, 0.11, 0.56, 1.81, 6.81, 11.81]],
    ["2021-07-27", [0, 0.005, 0.055, 0.355, 1.605, 6.605, 11.605]],
  ])("derives the amounts that the FAQ had on %s, in base coin", (date, amounts) => {
    const brackets = bracketsAt("binance-coinm", "BTCUSD_PERP", epochOfIsoDate(date))?.brackets ?? [];
    expect(brackets.slice(0, 7).map(({ maintenanceAmount }) => Number(maintenanceAmount.toFixed(6)))).toEqual(amounts);
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
