import { maintenanceOnMark } from "./maintenance-on-mark.ts";

/**
 * OKX perpetuals and futures: maintenance on mark plus the taker fee at mark. Tiers count contracts, have no deduction, and so re-rate the whole position:
 * the liquidation price jumps with size.
 * Source: okx.com/docs-v5 (positions, position tiers) and okx.com/help "Tiered maintenance margin ratio rules" of 2025-05-16.
 * OKX shows a price rounded towards entry, inverse contracts one tick nearer still.
 */
export const okx = maintenanceOnMark({ name: "okx", exchange: "okx", contracts: ["linear", "inverse"], triggerFeeRate: 0.0005 });
