import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bracketsAt } from "./bracket-tables.ts";
import { equityAt } from "./equity.conformance.ts";
import { givenBracket } from "./given-bracket.conformance.ts";
import { hyperliquid } from "./hyperliquid.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import type { Bracket, Position } from "./margin-model.ts";

/** Half of the initial margin at the highest leverage. */
const single = (maxLeverage: number): readonly Bracket[] => givenBracket(1 / (2 * maxLeverage));
const brackets = (coin: string, date: string): readonly Bracket[] => bracketsAt("hyperliquid", coin, epochOfIsoDate(date))?.brackets ?? [];

describe("Hyperliquid", () => {
  // clearinghouseState sample of the API documentation: rawUsd = margin - size x entry of a long, to a millionth of a dollar.
  it("reproduces the published isolated position", () => {
    const margin = 0.0335 * 2986.3 - 95.059824;
    expect(hyperliquid.liquidationPrice({ contract: "linear", side: "long", entry: 2986.3, size: 0.0335, margin }, single(50))).toBeCloseTo(2866.26936529, 4);
  });

  // Positions of a real account in the autumn of 2024, as freqtrade's tests/exchange/test_hyperliquid.py keeps them.
  it.each([
    ["ETH", "long", 1, 2458.5, 0.015, 36.864593, 0.86915825],
    ["BTC", "long", 1, 63287, 0.00039, 24.673292, 22.37166537],
    ["SOL", "long", 1, 146.82, 0.16, 23.482979, 0.05269872],
    ["SOL", "long", 2, 145.83, 0.33, 24.045107, 74.83696193],
    ["ETH", "long", 2, 2459.5, 0.0199, 24.454895, 1243.0411908],
    ["BTC", "long", 2, 62739, 0.00077, 24.137992, 31708.03843631],
    ["DOGE", "long", 2, 0.11586, 437, 25.29769, 0.05945697],
    ["ETH", "short", 2, 2642.8, 0.019, 25.091876, 3924.18322043],
    ["SOL", "short", 2, 155.89, 0.32, 24.924941, 228.07847866],
    ["DOGE", "short", 2, 0.14333, 351, 25.136807, 0.20970228],
    ["BTC", "short", 2, 68595, 0.00069, 23.64871, 101849.99354283],
    ["BTC", "short", 3, 65536, 0.00099, 21.604172, 86493.46174617],
    ["SOL", "long", 5, 173.06, 0.6, 20.735658, 142.05186667],
    ["ETH", "long", 4, 2545.5, 0.0329, 20.909894, 1929.23322895],
    ["BTC", "short", 1, 67400, 0.00031, 20.887308, 133443.97317151],
    ["ETH", "short", 4, 2552, 0.0327, 20.833393, 3157.53150453],
    ["BTC", "long", 5, 66930, 0.0015, 20.043862, 54108.51043771],
    ["BTC", "long", 4, 67033, 0.00121, 20.251817, 50804.00091827],
    ["ETH", "long", 3, 2521.9, 0.0237, 19.902091, 1699.14071943],
    ["BTC", "short", 5, 68139, 0.00145, 19.72573, 80933.61590987],
    ["SOL", "short", 1, 178.29, 0.11, 19.605036, 347.82205322],
    ["SOL", "long", 3, 176.23, 0.33, 19.364946, 120.56240404],
    ["SOL", "short", 3, 173.08, 0.33, 19.01881, 225.08561715],
    ["BTC", "short", 4, 68240, 0.00105, 17.887922, 84431.79820839],
    ["ETH", "short", 1, 2518.4, 0.007, 17.62263, 4986.05799151],
    ["ETH", "long", 5, 2533.2, 0.0347, 17.555195, 2047.7642302],
    ["DOGE", "long", 3, 0.13284, 360, 15.943218, 0.09082388],
    ["SOL", "short", 5, 163.11, 0.48, 15.650731, 190.94213618],
    ["BTC", "long", 3, 67141, 0.00067, 14.979079, 45236.52992613],
  ] as const)("reproduces %s %s at %dx from %d", (...[coin, side, , entry, size, margin, shown]) => {
    const position = { contract: "linear" as const, side, entry, size, margin };
    // The margin is cut at a millionth of a dollar, the price rounded to 8 decimals.
    const lastDigits = 1.01e-6 / size / 0.975 + 5.1e-9;
    for (const marginMode of ["isolated", "cross"] as const)
      expect(Math.abs((hyperliquid.liquidationPrice({ ...position, marginMode }, brackets(coin, "2024-10-15")) ?? NaN) - shown)).toBeLessThan(lastDigits);
  });

  // The same suite's markets of builder-deployed exchanges (HIP-3), all at most 10x.
  it.each([
    ["xyz:AAPL", "long", 250, 0.5, 25, 210.5263157894737],
    ["xyz:GOOGL", "short", 190, 0.5, 9.5, 199.04761904761904],
    ["xyz:TSLA", "long", 350, 1, 50, 315.7894736842105],
  ] as const)("agrees with a third party on %s %s", (...[, side, entry, size, margin, expected]) => {
    expect(hyperliquid.liquidationPrice({ contract: "linear", side, entry, size, margin }, single(10))).toBeCloseTo(expected, 10);
  });

  it("holds the published margin tiers: BTC 40x to 150 M, then 20x with 1.875 M deducted", () => {
    const [first, second] = brackets("BTC", "2026-09-01");
    expect(first).toMatchObject({ cap: 150e6, maxLeverage: 40, maintenanceRate: 0.0125, maintenanceAmount: 0 });
    expect(second).toMatchObject({ maxLeverage: 20, maintenanceRate: 0.025, maintenanceAmount: 1.875e6 });
    expect(brackets("ETH", "2026-09-01")[1].maintenanceAmount).toBeCloseTo(1.3333333e6, 0);
    expect(brackets("BTC", "2024-10-15")[0].maxLeverage).toBe(50);
  });

  it("has the price continuous in size over a tier's edge, and in the tier of the value at that price", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("BTC", "ETH", "SOL", "XRP", "HYPE", "DOGE"),
        fc.constantFrom("long" as const, "short" as const),
        fc.double({ min: 1.2, max: 4.9, noNaN: true }),
        (coin, side, leverage) => {
          const tiers = brackets(coin, "2026-09-01");
          const at = (size: number) => hyperliquid.liquidationPrice({ contract: "linear", side, entry: 1, size, margin: size / leverage }, tiers) ?? NaN;
          // The size whose value at its own liquidation price is the edge.
          const size = tiers[0].cap / at(1);
          expect(at(size * (1 + 1e-9)) / at(size * (1 - 1e-9))).toBeCloseTo(1, 8);
          const beyond: Position = { contract: "linear", side, entry: 1, size: size * 2, margin: (size * 2) / leverage };
          const price = at(beyond.size);
          const { maintenanceRate, maintenanceAmount } = tiers[1];
          expect(equityAt(beyond, price) / beyond.size).toBeCloseTo(price * maintenanceRate - maintenanceAmount / beyond.size, 8);
        },
      ),
    );
  });
});
