import type { MarkedSpread } from "#engine/uncertainty/map-spread.ts";

/** f64 mark, lean and position (USD), i32 first bin, u16 rows of a bin and bins, then a byte per bin: the variances of longs, then those of shorts. */
const HEADER_BYTES = 32;
/** Variances are on a log scale, within 2.5 %, from here ... */
const LEAST_VARIANCE = 1e-4;
/** ... to 25, in steps of this. */
const STEP = Math.log(1.05);

/** A spread in a twentieth of the room that its numbers take: as exact as the columns beside it. See {@link parseSpread}. */
export function spreadBytes({ mark, lean, positionUsd, firstBin, rowsPerBin, binCount, variance }: MarkedSpread): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + 2 * binCount);
  const view = new DataView(bytes.buffer);
  [mark, lean, positionUsd].forEach((value, index) => view.setFloat64(index * 8, value, true));
  view.setInt32(24, firstBin, true);
  view.setUint16(28, rowsPerBin, true);
  view.setUint16(30, binCount, true);
  variance.forEach((ofSide, side) => {
    for (let bin = 0; bin < binCount; bin++) bytes[HEADER_BYTES + side * binCount + bin] = byteOf(ofSide[bin]);
  });
  return bytes;
}

export function parseSpread(bytes: Uint8Array): MarkedSpread {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [mark, lean, positionUsd] = [0, 8, 16].map((at) => view.getFloat64(at, true));
  const binCount = view.getUint16(30, true);
  const ofSide = (side: 0 | 1) => Float64Array.from({ length: binCount }, (_, bin) => varianceOf(bytes[HEADER_BYTES + side * binCount + bin]));
  return { mark, lean, positionUsd, firstBin: view.getInt32(24, true), rowsPerBin: view.getUint16(28, true), binCount, variance: [ofSide(0), ofSide(1)] };
}

const byteOf = (variance: number): number => Math.min(255, Math.max(0, Math.round(Math.log(variance / LEAST_VARIANCE) / STEP)));
const varianceOf = (byte: number): number => LEAST_VARIANCE * Math.exp(byte * STEP);
