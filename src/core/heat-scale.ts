import { rowsOfRatio } from "./price-rows.ts";

/**
 * The stored and transmitted scale of heat: one byte per cell, logarithmic in density.
 * Density is USD per 0.1 % of price, so the same book has the same byte at every zoom.
 * 0 is empty (below the floor); byte b > 0 stands for `HEAT_FLOOR x HEAT_STEP^(b - 1)`, within +-3.5 %.
 */
export const HEAT_FLOOR = 200;
export const HEAT_STEP = 1.07;
const LOG_STEP = Math.log(HEAT_STEP);
const ROWS_PER_UNIT = rowsOfRatio(1.001);

/** Density in USD per 0.1 % of price of `usd` spread over `rows` price rows. */
export const densityOf = (usd: number, rows: number): number => (usd * ROWS_PER_UNIT) / rows;
/** USD in `rows` price rows at `density` (USD per 0.1 % of price). */
export const usdOfDensity = (density: number, rows: number): number => (density * rows) / ROWS_PER_UNIT;

/** Byte of a density; saturates at 255 (USD 5.8 bn per 0.1 %). */
export function encodeDensity(density: number): number {
  if (!(density >= HEAT_FLOOR / Math.sqrt(HEAT_STEP))) return 0;
  return Math.min(255, Math.max(1, Math.round(Math.log(density / HEAT_FLOOR) / LOG_STEP) + 1));
}

/** Density for every byte; index with the byte. */
export const DENSITY_OF_BYTE: Float64Array = Float64Array.from({ length: 256 }, (_, byte) => (byte === 0 ? 0 : HEAT_FLOOR * HEAT_STEP ** (byte - 1)));
