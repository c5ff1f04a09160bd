import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bitget, bitgetUntil2025 } from "./bitget.ts";
import { bracketsAt } from "./bracket-tables.ts";
import { maintenanceAt } from "./brackets-of-position.ts";
import { givenBracket } from "./given-bracket.conformance.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import type { Bracket, Position } from "./margin-model.ts";

const BTC = (date: string): readonly Bracket[] => bracketsAt("bitget", "BTCUSDT", epochOfIsoDate(date))?.brackets ?? [];
const FEE = 0.0006;

describe("Bitget", () => {
  // bitget.com/api-doc/contract/position/get-all-position: the isolated sample.
  it.each([bitgetUntil2025, bitget])("reproduces the published isolated position", (model) => {
    const position: Position = { contract: "linear", side: "long", entry: 25_000, size: 0.01, margin: 9.669505009337334 };
    expect(model.liquidationPrice(position, givenBracket(0.004))).toBeCloseTo(24_144.112416180698, 9);
  });

  // Cross positions of November and December 2023 (ccxt pull 15622 and its position sample) and of 2025-03-13 (pybotters' tests, XRPUSDT). The wallet follows
  // from their margin ratio, (maintenance + closing fee) / equity, and their unrealised profit.
  it.each([
    { entry: 43_849, size: 0.001, profit: -0.0032, rate: 0.004, ratio: 0.007634649185, shown: 17_629.684814834 },
    { entry: 69.02, size: 0.2, profit: -0.004, rate: 0.01, ratio: 0.00232284361, shown: -245.14 },
    { entry: 2.2366, size: 3, profit: 0.0009, rate: 0.004, ratio: 0.001265633757, shown: -5.882918946895 },
  ])("reproduces a cross position of 2023 to 2025 at $entry, frozen at its mark", ({ entry, size, profit, rate, ratio, shown }) => {
    const mark = entry + profit / size;
    const reserve = (rate + FEE) * size * mark;
    const position: Position = { contract: "linear", side: "long", entry, size, margin: reserve / ratio - profit, marginMode: "cross", mark };
    expect(bitgetUntil2025.freezesMark(position)).toBe(true);
    const price = bitgetUntil2025.liquidationPrice(position, givenBracket(rate));
    // Bitget showed a price below zero as it was; here it is what it means: no price does it.
    if (shown > 0) return expect(price).toBeCloseTo(shown, 4);
    expect(price).toBeUndefined();
    expect(Math.abs(entry - (position.margin - reserve) / size - shown)).toBeLessThan(0.005);
  });

  // LTCUSDT of 2023-09-25 (ccxt pull 15622): by its own margin ratio the wallet is 58.28, and -152.07 would need one of 389.
  it("expects a mismatch on a position whose price does not follow from its margin ratio", () => {
    const [mark, reserve] = [63.1, 0.0106 * 1.8 * 63.1];
    const position: Position = {
      contract: "linear",
      side: "long",
      entry: 63.52,
      size: 1.8,
      margin: reserve / 0.020929977604 + 0.756,
      marginMode: "cross",
      mark,
    };
    expect(bitgetUntil2025.liquidationPrice(position, givenBracket(0.01))).toBeCloseTo(31.81, 2);
  });

  it("no longer freezes a cross position since 2025-09-29", () => {
    const position: Position = { contract: "linear", side: "long", entry: 100_000, size: 1, margin: 50_000, marginMode: "cross", mark: 120_000 };
    expect(bitget.freezesMark(position)).toBe(false);
    expect(bitget.liquidationPrice(position, givenBracket(0.004))).toBeCloseTo(50_000 / (1 - 0.0046), 6);
    expect(bitgetUntil2025.liquidationPrice(position, givenBracket(0.004))).toBeCloseTo(50_000 + 0.0046 * 120_000, 6);
    expect(bitget.validFrom).toBe(Date.UTC(2025, 8, 29));
  });

  it("counts what the other cross positions leave, in either rule", () => {
    const position: Position = { contract: "linear", side: "short", entry: 100, size: 1, margin: 40, marginMode: "cross", mark: 100 };
    const others = { maintenance: 10, unrealizedProfit: -5 };
    for (const model of [bitgetUntil2025, bitget])
      expect(model.liquidationPrice({ ...position, others }, givenBracket(0.004))).toBe(
        model.liquidationPrice({ ...position, margin: 25 }, givenBracket(0.004)),
      );
  });

  it("knows BTCUSDT's tiers by date: 125x until 2025-09-26, 150x since", () => {
    expect(BTC("2025-09-25")[0]).toMatchObject({ cap: 200_000, maxLeverage: 125, maintenanceRate: 0.004 });
    expect(BTC("2025-09-26")[0].maxLeverage).toBe(150);
    expect(BTC("2025-01-01")[1]).toMatchObject({ floor: 150_000, cap: 900_000, maxLeverage: 100, maintenanceAmount: 0 });
  });

  // bitget.com/support/articles/12560603841952: 3 BTC at a mark of 110,000, the closing fee of 0.06 % included.
  it.each([
    ["2025-11-09", 1848],
    ["2025-11-10", 1648],
  ])("reproduces the published maintenance of 330,000 USDT on %s", (date, published) => {
    const position: Position = { contract: "linear", side: "long", entry: 110_000, size: 3, margin: 33_000 };
    expect(maintenanceAt(BTC(date), position, 110_000) + FEE * 330_000).toBeCloseTo(published, 9);
  });

  it("jumps at a tier's cap before the offset and not with it", () => {
    const jump = (date: string, model: typeof bitget) => {
      // A short's value at liquidation decides its tier.
      const at = (value: number) =>
        model.liquidationPrice({ contract: "linear", side: "short", entry: 100_000, size: value / 100_000, margin: value / 5 }, BTC(date)) ?? Number.NaN;
      const cap = 5_000_000 / 1.1;
      return Math.abs(at(cap * 1.1) / at(cap * 0.7) - 1);
    };
    expect(jump("2025-09-28", bitgetUntil2025)).toBeGreaterThan(0.002);
    fc.assert(
      fc.property(fc.constantFrom(...BTC("2026-01-01").slice(1)), fc.double({ min: 2, max: 40, noNaN: true }), ({ floor }, leverage) => {
        const at = (notional: number) =>
          bitget.liquidationPrice({ contract: "linear", side: "long", entry: 100, size: notional / 100, margin: notional / leverage }, BTC("2026-01-01")) ?? 0;
        expect(at(floor * (1 + 1e-9))).toBeCloseTo(at(floor * (1 - 1e-9)), 6);
      }),
    );
  });

  it("liquidates a frozen long below entry, nearer with a higher mark, and never one whose wallet covers the loss of everything", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1.5, max: 40, noNaN: true }),
        fc.double({ min: 0.8, max: 1.5, noNaN: true }),
        fc.double({ min: 1.001, max: 1.3, noNaN: true }),
        (leverage, mark, higher) => {
          const at = (now: number) =>
            bitgetUntil2025.liquidationPrice(
              { contract: "linear", side: "long", entry: 1, size: 100, margin: 100 / leverage, marginMode: "cross", mark: now },
              givenBracket(0.004),
            );
          expect(at(mark)).toBeLessThan(1);
          expect(at(mark * higher)).toBeGreaterThan(at(mark) ?? Infinity);
        },
      ),
    );
    expect(
      bitgetUntil2025.liquidationPrice(
        { contract: "linear", side: "long", entry: 1, size: 100, margin: 101, marginMode: "cross", mark: 1 },
        givenBracket(0.004),
      ),
    ).toBeUndefined();
  });
});
