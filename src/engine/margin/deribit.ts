import { maintenanceOnMark } from "./maintenance-on-mark.ts";

/**
 * Deribit standard margin: no leverage setting and no brackets, a maintenance rate that rises with every coin of size (`ratePerCoin`), no fee in the trigger.
 * Of an inverse contract the size in coins depends on the price, so its liquidation price solves a quadratic.
 * Source: support.deribit.com/hc/en-us/articles/25944738177565-Linear-Perpetual. Deribit sells in small steps, so that only the first of them happens here.
 */
export const deribit = maintenanceOnMark({ name: "deribit", exchange: "deribit", contracts: ["linear", "inverse"] });
