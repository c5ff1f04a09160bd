import type { ConfidenceFloor } from "#insight/confidence.ts";
import type { PositionSide } from "#core/position-side.ts";
import { PALETTES, type PaletteName, type Ramp, type Surface, rampAt } from "./palette.ts";

/** Densities at the faint and at the dense end of a ramp. */
export interface RampEnds {
  readonly low: number;
  readonly high: number;
}

/** What decides the colour of a cell. Densities are USD per 0.1 % of price, so a book looks the same at every zoom. */
export interface HeatStyle extends RampEnds {
  /** Planes that are summed, see `planeOf`. */
  readonly planes: readonly number[];
  readonly palette: PaletteName;
  readonly surface: Surface;
  /** Ends of each side's own ramp, in place of common ones: the sides then do not compare. Undefined: they share `low` and `high`. */
  readonly sideEnds?: Readonly<Record<PositionSide, RampEnds>> | undefined;
  /** Cells below this density are not drawn. */
  readonly threshold: number;
  /** Cells less sure than this are not drawn; undefined: all are. */
  readonly floor?: ConfidenceFloor | undefined;
}

/** Packed RGBA for every density, per position side; index with {@link tableIndex} of the density as float32 bits. */
export interface ColourTables {
  readonly longs: Uint32Array;
  readonly shorts: Uint32Array;
}

/** Keeps sign, exponent and the top 8 bits of the mantissa: a step of 0.4 % or finer. */
const INDEX_SHIFT = 15;
const TABLE_SIZE = 1 << (32 - INDEX_SHIFT - 1);
/** Share of the ramp over which cells fade in from the background. */
const FADE = 0.22;

export const tableIndex = (floatBits: number): number => floatBits >>> INDEX_SHIFT;

export function createColourTables({ palette, surface, low, high, sideEnds, threshold }: HeatStyle): ColourTables {
  const { longs, shorts } = PALETTES[palette][surface];
  const longTable = colourTable(longs, { low, high, threshold, ...sideEnds?.long });
  const isOne = shorts === longs && sideEnds === undefined;
  return { longs: longTable, shorts: isOne ? longTable : colourTable(shorts, { low, high, threshold, ...sideEnds?.short }) };
}

function colourTable(ramp: Ramp, { low, high, threshold }: Pick<HeatStyle, "low" | "high" | "threshold">): Uint32Array {
  const table = new Uint32Array(TABLE_SIZE);
  const bits = new Uint32Array(1);
  const density = new Float32Array(bits.buffer);
  const logSpan = Math.log(high / low);
  for (let index = 1; index < TABLE_SIZE; index++) {
    bits[0] = (index << INDEX_SHIFT) | (1 << (INDEX_SHIFT - 1));
    const value = density[0];
    if (!Number.isFinite(value) || value < threshold) continue;
    const position = Math.log(value / low) / logSpan;
    if (position > -FADE) table[index] = packed(rampAt(ramp, position), Math.min(1, 0.12 + (position + FADE) / (2 * FADE)));
  }
  return table;
}

/** RGBA as ImageData holds it on a little-endian machine. */
function packed([red, green, blue]: readonly [number, number, number], alpha: number): number {
  return ((Math.round(alpha * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
