import type { Layer } from "./layer.ts";

/** Names the layer of whatever carries realised liquidations. */
export const REALISED = "realised" as const satisfies Layer;

/**
 * Printed liquidations of one column of time and one cell of price: a flow, summed over the column. Not a {@link HeatColumn}, whose figures are
 * what stands at an instant. Only what the exchange's feed shows; the rest of what was forced is unknown.
 */
export interface RealisedCell {
  /** Column index in its level, see heat-levels.ts. */
  readonly column: number;
  /** Index of the cell that holds the fill prices, of the asked number of price rows. */
  readonly cell: number;
  /** USD at the fill price (inverse: USD face) of forced longs, and of forced shorts. */
  readonly longUsd: number;
  readonly shortUsd: number;
  /** Printed orders. */
  readonly prints: number;
}

export const realisedUsd = ({ longUsd, shortUsd }: Pick<RealisedCell, "longUsd" | "shortUsd">): number => longUsd + shortUsd;
