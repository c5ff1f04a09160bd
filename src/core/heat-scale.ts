import { rowsOfRatio } from "./price-rows.ts";

/**
 * The stored and transmitted scale of heat: one byte per cell, logarithmic in density.
 * Density is USD per 0.1 % of price, so the same book has the same byte at every zoom.
 * 0 is empty (below the floor); byte b > 0 stands for `HEAT_FLOOR x HEAT_STEP^(b - 1)`, within +-3.5 %.
 */
export const HEAT_FLOOR = 200;
export const HEAT_STEP = 1.07;
const ROWS_PER_UNIT = rowsOfRatio(1.001);

/** Density in USD per 0.1 % of price of `usd` spread over `rows` price rows. */
export const densityOf = (usd: number, rows: number): number => (usd * ROWS_PER_UNIT) / rows;
/** USD in `rows` price rows at `density` (USD per 0.1 % of price). */
export const usdOfDensity = (density: number, rows: number): number => (density * rows) / ROWS_PER_UNIT;

/** Density for every byte; index with the byte. */
export const DENSITY_OF_BYTE: Float64Array = Float64Array.from({ length: 256 }, (_, byte) => (byte === 0 ? 0 : HEAT_FLOOR * HEAT_STEP ** (byte - 1)));

/** Smallest density that rounds to each byte. Nothing reaches the one after the last: it saturates. */
const LEAST_OF_BYTE = Float64Array.from({ length: 257 }, (_, byte) => (byte === 0 ? 0 : byte === 256 ? Number.NaN : HEAT_FLOOR * HEAT_STEP ** (byte - 1.5)));

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);
/** Byte of the smallest number with given upper 16 bits of a Float32: within one of the byte of every number that shares them. */
const BYTE_OF_UPPER_BITS = bytesOfUpperBits();

/** Byte of a density; saturates at 255 (USD 5.8 bn per 0.1 %). Exact, without a logarithm: this runs for every cell of every column. */
export function encodeDensity(density: number): number {
  if (!(density >= LEAST_OF_BYTE[1])) return 0;
  single[0] = density;
  const byte = BYTE_OF_UPPER_BITS[bits[0] >>> 16];
  if (density >= LEAST_OF_BYTE[byte + 1]) return byte + 1;
  return density < LEAST_OF_BYTE[byte] ? byte - 1 : byte;
}

/** Written byte by byte: a logarithm for each of the 32,768 numbers would be a tenth of the page's start. */
function bytesOfUpperBits(): Uint8Array {
  const bytes = new Uint8Array(1 << 15);
  for (let byte = 1; byte < 256; byte++) {
    single[0] = LEAST_OF_BYTE[byte];
    bytes.fill(byte, Math.ceil(bits[0] / (1 << 16)));
  }
  return bytes;
}
