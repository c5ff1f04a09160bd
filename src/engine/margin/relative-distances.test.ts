import { describe, expect, it } from "vitest";
import { binanceCoinm } from "./binance-coinm.ts";
import { binanceUsdm } from "./binance-usdm.ts";
import { bitget } from "./bitget.ts";
import { bracketsAt } from "./bracket-tables.ts";
import { hyperliquid } from "./hyperliquid.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import type { MarginModel, Position } from "./margin-model.ts";
import { okx } from "./okx.ts";

/** Isolated BTC positions of the first bracket without extra margin: percent from entry to liquidation, by leverage, as the venues' formulas give them. */
const VENUES: readonly { model: MarginModel; symbol: string; long: Record<number, number>; short: Record<number, number> }[] = [
  {
    model: binanceUsdm,
    symbol: "BTCUSDT",
    long: { 5: -19.68, 10: -9.64, 20: -4.62, 40: -2.11, 75: -0.94, 100: -0.6, 125: -0.4, 150: -0.27 },
    short: { 5: 19.52, 10: 9.56, 20: 4.58, 40: 2.09, 75: 0.93, 100: 0.6, 125: 0.4, 150: 0.27 },
  },
  {
    model: binanceCoinm,
    symbol: "BTCUSD_PERP",
    long: { 5: -16.33, 10: -8.73, 20: -4.38, 40: -2.05, 75: -0.92, 100: -0.59, 125: -0.4 },
    short: { 5: 24.5, 10: 10.67, 20: 4.84, 40: 2.15, 75: 0.95, 100: 0.61, 125: 0.4 },
  },
  {
    model: okx,
    symbol: "BTC-USDT-SWAP",
    long: { 5: -19.64, 10: -9.59, 20: -4.57, 40: -2.06, 75: -0.89, 100: -0.55 },
    short: { 5: 19.46, 10: 9.51, 20: 4.53, 40: 2.04, 75: 0.88, 100: 0.55 },
  },
  {
    model: bitget,
    symbol: "BTCUSDT",
    long: { 5: -19.63, 10: -9.58, 20: -4.56, 40: -2.05, 75: -0.88, 100: -0.54, 125: -0.34 },
    short: { 5: 19.45, 10: 9.5, 20: 4.52, 40: 2.03, 75: 0.87, 100: 0.54, 125: 0.34 },
  },
  { model: hyperliquid, symbol: "BTC", long: { 5: -18.99, 10: -8.86, 20: -3.8, 40: -1.27 }, short: { 5: 18.52, 10: 8.64, 20: 3.7, 40: 1.23 } },
];

describe.each(VENUES)("$model.name", ({ model, symbol, ...distances }) => {
  const table = bracketsAt(model.name, symbol, epochOfIsoDate("2026-10-01"))?.brackets ?? [];

  it.each(["long", "short"] as const)("puts a %s where its formula does", (side) => {
    for (const [leverage, percent] of Object.entries(distances[side])) {
      const inverse = model.contracts[0] === "inverse";
      const position: Position = { contract: inverse ? "inverse" : "linear", side, entry: 1, size: 1, margin: 1 / Number(leverage) };
      expect(((model.liquidationPrice(position, table) ?? Number.NaN) - 1) * 100, `${leverage}x`).toBeCloseTo(percent, 1.7);
    }
  });
});
