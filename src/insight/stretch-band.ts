/** What any stretch of one side of the map may truly hold: a cell, a bin, a cluster. For whoever draws; see docs/estimation.md section 9. */
export { type MapSpread, type Stretch, bandBetween } from "#engine/uncertainty/map-spread.ts";
export type { Band } from "#engine/uncertainty/spread-quantile.ts";
