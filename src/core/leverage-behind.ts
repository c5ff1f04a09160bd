import { type PositionSide, sideSign } from "./position-side.ts";

/**
 * Effective leverage at `price` of a position whose liquidation price is published. The equity behind it is what it loses until then, and the
 * maintenance margin that is left: `1 / L = s (1 - LP (1 - s m) / P)`. It holds in cross margin with other positions too, and where equity lies elsewhere.
 */
export function leverageBehind(
  side: PositionSide,
  { liquidationPrice, price, maintenanceRate }: { readonly liquidationPrice: number; readonly price: number; readonly maintenanceRate: number },
): number {
  const sign = sideSign(side);
  const equityShare = sign * (1 - (liquidationPrice * (1 - sign * maintenanceRate)) / price);
  return 1 / Math.max(equityShare, maintenanceRate);
}
