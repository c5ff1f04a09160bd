import { inflateSync } from "node:zlib";

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** Row by row, `channels` bytes a pixel. */
  readonly bytes: Uint8Array;
}

/** Reads what Chromium's screenshots are: 8 bits a channel, RGB or RGBA, not interlaced (PNG specification, sections 5, 9, 11). */
export function decodePng(png: Buffer): Picture {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const [depth, colourType, , , interlace] = png.subarray(24, 29);
  if (depth !== 8 || interlace !== 0 || (colourType !== 2 && colourType !== 6))
    throw new Error(`a PNG of another kind: ${depth} bits, colour type ${colourType}`);
  const channels = colourType === 6 ? 4 : 3;
  const bytes = unfilter(inflateSync(Buffer.concat(dataOf(png))), { height, stride: width * channels, channels });
  return { width, height, channels, bytes };
}

function dataOf(png: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") chunks.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return chunks;
}

/** Each row starts with the number of its filter: none, left, up, average, Paeth. */
function unfilter(raw: Uint8Array, { height, stride, channels }: { height: number; stride: number; channels: number }): Uint8Array {
  const out = new Uint8Array(height * stride);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const at = row * stride + x;
      const left = x >= channels ? out[at - channels] : 0;
      const up = row > 0 ? out[at - stride] : 0;
      const corner = x >= channels && row > 0 ? out[at - stride - channels] : 0;
      out[at] = raw[row * (stride + 1) + 1 + x] + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
