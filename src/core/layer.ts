/**
 * Where a figure comes from. `measured`: real positions of an exchange that publishes them; `modelled`: the estimate;
 * `realised`: printed liquidations. They are shown beside each other and never added up.
 */
export type Layer = "measured" | "modelled" | "realised";

/** Layers of what stands at an instant: columns and tiles hold them, and they are never summed over time. */
export type StockLayer = Exclude<Layer, "realised">;

export const LAYERS: readonly Layer[] = ["measured", "modelled", "realised"];

/** Index = the layer's number in tiles and frames. `modelled` is 0: what was written before layers had names is modelled. */
export const STOCK_LAYERS = ["modelled", "measured"] as const satisfies readonly StockLayer[];
export const stockLayerNumber = (layer: StockLayer): number => STOCK_LAYERS.indexOf(layer);
