import { type Picture, decodePng } from "./png.ts";

/** Share of pixels that are not the picture's commonest colour, and how many colours there are, each channel in steps of 16. */
export function describePixels(png: Buffer): { filled: number; colours: number } {
  const { width, height, channels, bytes } = decodePng(png);
  const counts = new Map<number, number>();
  for (let i = 0; i < bytes.length; i += channels) {
    const colour = ((bytes[i] >> 4) << 8) | ((bytes[i + 1] >> 4) << 4) | (bytes[i + 2] >> 4);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return { filled: 1 - Math.max(...counts.values()) / (width * height), colours: counts.size };
}

/** Share of pixels that differ visibly between two pictures of one size. */
export function pixelDifference(before: Buffer, after: Buffer): number {
  const [a, b] = [decodePng(before), decodePng(after)];
  if (a.bytes.length !== b.bytes.length) throw new Error(`${sizeOf(a)} and ${sizeOf(b)} cannot be compared`);
  let differing = 0;
  for (let i = 0; i < a.bytes.length; i += a.channels) {
    const distance = Math.abs(a.bytes[i] - b.bytes[i]) + Math.abs(a.bytes[i + 1] - b.bytes[i + 1]) + Math.abs(a.bytes[i + 2] - b.bytes[i + 2]);
    if (distance > 24) differing++;
  }
  return differing / (a.width * a.height);
}

const sizeOf = ({ width, height, channels }: Picture) => `${width} x ${height} x ${channels}`;
