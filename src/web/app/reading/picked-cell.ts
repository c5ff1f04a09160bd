import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { CrosshairReading, Scene } from "#web/app/session/scene.ts";

/** A cell that the person asked about. */
export interface PickedCell {
  readonly market: string;
  /** End of its column, epoch ms. */
  readonly timeMs: number;
  readonly price: number;
  readonly side: PositionSide;
  readonly rowsPerCell: number;
}

/** The cell under a reading; none where nothing is estimated, or what is shown is measured and needs no explanation. Below the mark it is longs that would be liquidated, above it shorts. */
export function pickedAt({ market, level, layer }: Scene, at: CrosshairReading | undefined): PickedCell | undefined {
  if (at?.reading === undefined || layer !== "modelled") return undefined;
  const { rowsPerCell } = HEAT_LEVELS[level];
  return { market: market.id, timeMs: at.toMs, price: at.price, side: at.price <= at.mark ? "long" : "short", rowsPerCell };
}
