import { maintenanceOnMark } from "./maintenance-on-mark.ts";

/**
 * OKX perpetuals and futures: maintenance on mark plus the taker fee at mark. Tiers count contracts, have no deduction, and so re-rate the whole position:
 * the liquidation price jumps with size.
 * Source: okx.com/docs-v5 (positions, position tiers) and okx.com/help "Tiered maintenance margin ratio rules" of 2025-05-16.
 * Of isolated positions OKX shows a price exactly one tick nearer to entry, as positions of 2021, 2023 and 2026 do.
 */
export const okx = maintenanceOnMark({
  name: "okx",
  exchange: "okx",
  contracts: ["linear", "inverse"],
  triggerFeeRate: 0.0005,
  ticksNearer: ({ marginMode = "isolated" }) => (marginMode === "isolated" ? 1 : 0),
});
