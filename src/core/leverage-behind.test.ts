import { expect, test } from "vitest";
import { leverageBehind } from "./leverage-behind.ts";

const maintenanceRate = 0.0125;

test("a liquidation price tells the equity behind a position: what it loses until then and the maintenance left", () => {
  // Equity 20 behind a long of 1 at 100: liquidated where 20 - (100 - LP) = 0.0125 LP.
  expect(leverageBehind("long", { liquidationPrice: 80 / 0.9875, price: 100, maintenanceRate })).toBeCloseTo(5, 9);
  expect(leverageBehind("short", { liquidationPrice: 120 / 1.0125, price: 100, maintenanceRate })).toBeCloseTo(5, 9);
});

test("no position stands on less than its maintenance", () =>
  expect(leverageBehind("long", { liquidationPrice: 101, price: 100, maintenanceRate })).toBe(1 / maintenanceRate));
