/** A colour in sRGB, 0..255 a channel. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Of a colour on a black screen, as WCAG 2 has it: 0 for black, 1 for white. */
export function relativeLuminance(colour: Rgb): number {
  const [red, green, blue] = colour.map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Between two colours, as WCAG 2 has it: 1 for alike, 21 for black on white. */
export function contrastRatio(a: Rgb, b: Rgb): number {
  const [darker, lighter] = [relativeLuminance(a), relativeLuminance(b)].toSorted((one, other) => one - other);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Light of a channel, 0..1, out of its byte. */
export function linear(byte: number): number {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
