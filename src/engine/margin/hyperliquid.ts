import { maintenanceOnMark } from "./maintenance-on-mark.ts";

/**
 * Hyperliquid: maintenance is half of the initial margin at the bracket's highest leverage, with a deduction per bracket, no fee in the trigger.
 * Source: hyperliquid.gitbook.io/hyperliquid-docs, trading/liquidations and trading/margin-tiers.
 */
export const hyperliquid = maintenanceOnMark({ name: "hyperliquid", exchange: "hyperliquid", contracts: ["linear"] });
