import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equityAt, valueAt } from "./equity.conformance.ts";
import { givenBracket } from "./given-bracket.conformance.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import { bracketsAt } from "./bracket-tables.ts";
import type { Position } from "./margin-model.ts";
import { okx } from "./okx.ts";
import { shownLiquidationPrice, towardsEntry } from "./shown-price.ts";

const BTC = bracketsAt("okx", "BTC-USDT-SWAP", epochOfIsoDate("2026-10-01"))?.brackets ?? [];
const ADA = bracketsAt("okx", "ADA-USDT-SWAP", epochOfIsoDate("2024-01-01"))?.brackets ?? [];
const btc = (size: number, leverage: number, side: "long" | "short" = "long"): Position => ({
  contract: "linear",
  side,
  entry: 100_000,
  size,
  margin: (size * 100_000) / leverage,
  contractSize: 0.01,
});

describe("OKX", () => {
  // Positions sample of the v5 API, BTC-USDT-SWAP of 2021-07-25, one contract of 0.01 BTC. The wallet follows from its margin ratio:
  // (wallet + profit) / (maintenance 1.36528744 + closing fee of 341.32186 x 0.05 %) = 140.49930.
  it("reproduces the published cross position to its last shared digit", () => {
    const wallet = 140.49930117599155 * (1.3652874433435829 + 0.0005 * 341.3218608) - 0.0108608358957281;
    const price = okx.liquidationPrice(
      { contract: "linear", side: "long", entry: 34_131.1, size: 0.01, margin: wallet, marginMode: "cross" },
      givenBracket(0.004),
    );
    expect(price).toBeCloseTo(12_608.959083877446, 5);
  });

  // ETH-USDT-SWAP of 2023-10-17, 15 contracts, in the documentation of OKX's signal bots (okx.com/docs-v5, "GET / Signal positions"); the wallet as above.
  it("reproduces a cross position of its bots to the last digit shown", () => {
    const [size, mark, profit] = [0.15, 1584.33, -2.0115000000000123];
    const wallet = 11.719278420807477 * (1.9011959999999997 + 0.0005 * size * mark) - profit;
    expect((mark - 1597.74) * size).toBeCloseTo(profit, 12);
    const price = okx.liquidationPrice({ contract: "linear", side: "long", entry: 1597.74, size, margin: wallet, marginMode: "cross" }, givenBracket(0.008));
    expect(price).toBeCloseTo(1438.7380360728976, 11);
  });

  // Isolated positions: the v5 API's ETH-USD-210430 sample, one contract of 10 USD at 10x, maintenance 0.0000311811 ETH = 0.8 %; BTC-USDT-SWAP of 2023-06-10,
  // 2x (freqtrade issue 8681); BIGTIME-USDT-SWAP of 2026-03-10, 8x, maintenance 1.598704 of a value of 79.9352 = 2 % (ccxt issue 28121).
  it.each([
    { contract: "inverse", side: "long", entry: 2566.31, size: 10, margin: 0.0003896645377994, rate: 0.008, tickSize: 0.01, published: 2352.8496681818233 },
    { contract: "linear", side: "short", entry: 26_598.3, size: 0.01, margin: 132.9915, rate: 0.004, tickSize: 0.1, published: 39_718.61577899453 },
    { contract: "linear", side: "long", entry: 0.013_05, size: 6130, margin: 9.9995625, rate: 0.02, tickSize: 0.000_01, published: 0.011_667_733_537_519_1 },
  ] as const)("shows an isolated $contract $side exactly one tick nearer than its rule: $published", ({ rate, tickSize, published, ...position }) => {
    const price = okx.liquidationPrice(position, givenBracket(rate)) ?? Number.NaN;
    const nearer = position.side === "long" ? published - price : price - published;
    expect(nearer / tickSize).toBeCloseTo(1, 6);
    expect(okx.ticksNearer(position)).toBe(1);
    expect(shownLiquidationPrice(okx, position, { price, tickSize })).toBe(towardsEntry(published, { side: position.side, tickSize }));
  });

  // freqtrade's test suite, rate 1 % and fee 0.06 %.
  it.each([
    { side: "short" as const, leverage: 3, published: 13.193482419684678 },
    { side: "long" as const, leverage: 3, published: 6.738090425173506 },
  ])("agrees with a third party on $side at $leverage", ({ side, leverage, published }) => {
    const price = okx.liquidationPrice({ contract: "linear", side, entry: 10, size: 1, margin: 10 / leverage, feeRate: 0.0006 }, givenBracket(0.01));
    expect(price).toBeCloseTo(published, 12);
  });

  // LTC-USDT-SWAP of 2023-11-21 (ccxt pull 16769): margin ratio 128512.58, and no liquidation price in the answer.
  it("cannot liquidate a long whose wallet is worth more than the position", () => {
    const wallet = 128_512.58207763903 * (0.00035005 + 0.0005 * 0.07001);
    expect(
      okx.liquidationPrice({ contract: "linear", side: "long", entry: 70.01, size: 0.001, margin: wallet, marginMode: "cross" }, givenBracket(0.005)),
    ).toBeUndefined();
  });

  it("counts contracts and re-rates the whole position past a tier's cap, whatever the price", () => {
    expect(okx.liquidationPrice(btc(10, 20), BTC)).toBeCloseTo(95_000 / (1 - 0.0045), 6);
    expect(okx.liquidationPrice(btc(10.01, 20), BTC)).toBeCloseTo(95_000 / (1 - 0.0055), 6);
    expect(okx.liquidationPrice(btc(50.01, 20), BTC)).toBeCloseTo(95_000 / (1 - 0.008), 6);
    expect(okx.maintenance(btc(10, 20), 50_000, BTC)).toBeCloseTo(10 * 50_000 * 0.004, 6);
    expect(okx.maintenance(btc(10.01, 20), 50_000, BTC)).toBeCloseTo(10.01 * 50_000 * 0.005, 6);
  });

  it("knows tiers by date: ADA at 75x until 2023-10-31, at 50x since", () => {
    expect(bracketsAt("okx", "ADA-USDT-SWAP", epochOfIsoDate("2023-10-30"))?.brackets[0].maxLeverage).toBe(75);
    expect(ADA[0].maxLeverage).toBe(50);
    // "Increase by 6,000 contracts and 0.5 % from the previous tier".
    expect(ADA.slice(3, 5).map(({ cap, maintenanceRate }) => [cap, maintenanceRate])).toEqual([
      [12_000, 0.015],
      [18_000, 0.02],
    ]);
  });

  // The public endpoint of 2025-12-29, as freqtrade cached it.
  it("has SOL's tiers up to the highest: 20,000 contracts and half a percent more each from the third on", () => {
    const sol = bracketsAt("okx", "SOL-USDT-SWAP", epochOfIsoDate("2026-01-01"))?.brackets ?? [];
    expect(sol.slice(0, 4).map(({ cap, maxLeverage, maintenanceRate }) => [cap, maxLeverage, maintenanceRate])).toEqual([
      [2500, 50, 0.0065],
      [10_000, 40, 0.01],
      [20_000, 20, 0.015],
      [40_000, 18.18, 0.02],
    ]);
    expect(sol).toHaveLength(93);
    expect(sol[65]).toMatchObject({ cap: 1_280_000, maxLeverage: 2.73, maintenanceRate: 0.33, maintenanceAmount: 0, unit: "contracts" });
    expect(sol.at(-1)).toMatchObject({ cap: 1_820_000, maxLeverage: 2, maintenanceRate: 0.465 });
  });

  it("leaves at the liquidation price exactly maintenance and the closing fee, in linear and inverse contracts", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("long" as const, "short" as const),
        fc.constantFrom("linear" as const, "inverse" as const),
        fc.double({ min: 1, max: 70_000, noNaN: true }),
        fc.double({ min: 1.5, max: 50, noNaN: true }),
        (side, contract, contracts, leverage) => {
          const entry = 0.4;
          const size = contract === "linear" ? contracts * 100 : contracts * 10;
          const unmargined: Position = { contract, side, entry, size, margin: 0, contractSize: contract === "linear" ? 100 : 10 };
          const position = { ...unmargined, margin: valueAt(unmargined, entry) / leverage };
          const price = okx.liquidationPrice(position, ADA);
          fc.pre(price !== undefined);
          const at = price ?? 0;
          const left = equityAt(position, at) - 0.0005 * valueAt(position, at) - okx.maintenance(position, at, ADA);
          expect(left / valueAt(position, entry)).toBeCloseTo(0, 10);
        },
      ),
    );
  });
});
