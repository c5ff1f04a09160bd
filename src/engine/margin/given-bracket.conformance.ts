import type { Bracket } from "./margin-model.ts";

/** One open bracket of a rate and an amount in the settle coin, as published examples give them. */
export const givenBracket = (maintenanceRate: number, maintenanceAmount = 0, unit: "usd" | "base" = "usd"): readonly Bracket[] => [
  { floor: 0, cap: Infinity, unit, maxLeverage: 125, maintenanceRate, maintenanceAmount },
];
