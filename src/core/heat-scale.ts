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

/** Density for every byte; index with the byte. */
export const DENSITY_OF_BYTE: Float64Array = Float64Array.from({ length: 256 }, (_, byte) => (byte === 0 ? 0 : HEAT_FLOOR * HEAT_STEP ** (byte - 1)));

/** Smallest density that rounds to each byte; above the last one it saturates. */
const LEAST_OF_BYTE = Float64Array.from({ length: 257 }, (_, byte) => (byte === 0 ? 0 : byte === 256 ? Infinity : HEAT_FLOOR * HEAT_STEP ** (byte - 1.5)));

/** Byte of the smallest number with given upper 16 bits of a Float32: within one of the byte of every number that shares them. */
const BYTE_OF_UPPER_BITS = Uint8Array.from({ length: 1 << 15 }, (_, upper) => byteOfUpperBits(upper));

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** Byte of a density; saturates at 255 (USD 5.8 bn per 0.1 %). Exact, without a logarithm: this runs for every cell of every column. */
export function encodeDensity(density: number): number {
  if (!(density >= LEAST_OF_BYTE[1])) return 0;
  single[0] = density;
  const byte = BYTE_OF_UPPER_BITS[bits[0] >>> 16];
  if (density >= LEAST_OF_BYTE[byte + 1]) return byte + 1;
  return density < LEAST_OF_BYTE[byte] ? byte - 1 : byte;
}

function byteOfUpperBits(upper: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, upper << 16);
  const density = view.getFloat32(0);
  if (!(density >= LEAST_OF_BYTE[1])) return 0;
  return Math.min(255, Math.floor(Math.log(density / HEAT_FLOOR) / LOG_STEP + 1.5));
}
