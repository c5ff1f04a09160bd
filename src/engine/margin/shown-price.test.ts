import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binanceUsdm } from "./binance-usdm.ts";
import type { Position } from "./margin-model.ts";
import { okx } from "./okx.ts";
import { shownLiquidationPrice, towardsEntry } from "./shown-price.ts";

const LONG: Position = { contract: "linear", side: "long", entry: 100, size: 10, margin: 50 };

describe("a price on its tick", () => {
  // The long of 919.097 and the inverse ones are Bybit's, in ticks of its symbols (see bybit.test.ts).
  it.each([
    [95 / 0.996, "long", 0.01, 95.39],
    [95 / 0.996, "short", 0.01, 95.38],
    [919.0969, "long", 0.05, 919.1],
    [5739.08, "long", 0.5, 5739.5],
    [8121.83, "short", 0.5, 8121.5],
    [0.011_657_733_5, "long", 0.000_01, 0.011_66],
    [104.5, "short", 0.5, 104.5],
    [110.1 - 0.2 + 0.1, "long", 0.1, 110],
    [123_456, "short", 1000, 123_000],
  ] as const)("puts %d of a %s with ticks of %d at %d", (price, side, tickSize, shown) => {
    expect(towardsEntry(price, { side, tickSize })).toBe(shown);
  });

  it("is never farther from entry than the price, never a tick away, and stays where it is", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-4, max: 1e6, noNaN: true }),
        fc.constantFrom(0.000_01, 0.001, 0.05, 0.1, 0.5, 10),
        fc.constantFrom("long" as const, "short" as const),
        (price, tickSize, side) => {
          const shown = towardsEntry(price, { side, tickSize });
          const nearer = (side === "long" ? shown - price : price - shown) / tickSize;
          // Rounding errors grow with the number of ticks: 1e11 of them leave a few ten-thousandths.
          const noise = 1.1e-6 + (price / tickSize) * 16 * Number.EPSILON;
          expect(nearer).toBeGreaterThan(-noise);
          expect(nearer).toBeLessThan(1 + noise);
          expect(towardsEntry(shown, { side, tickSize })).toBe(shown);
        },
      ),
      { examples: [[90_345.143_380_000_01, 0.000_01, "long"]] },
    );
  });

  it("is one tick nearer still where an exchange shows it so: OKX's isolated positions", () => {
    const shown = (model: typeof okx, marginMode: "isolated" | "cross") =>
      shownLiquidationPrice(model, { ...LONG, marginMode }, { price: 95.3815, tickSize: 0.01 });
    expect([shown(binanceUsdm, "isolated"), shown(okx, "cross"), shown(okx, "isolated")]).toEqual([95.39, 95.39, 95.4]);
  });
});
