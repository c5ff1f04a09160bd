import { type Rgb, linear } from "./contrast.ts";

/** What each kind of dichromat sees in place of a colour, on linear light (Machado, Oliveira and Fernandes 2009, severity 1). */
const SEEN = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
  trichromacy: [1, 0, 0, 0, 1, 0, 0, 0, 1],
} as const;

export type ColourVision = keyof typeof SEEN;
export const COLOUR_VISIONS = Object.keys(SEEN) as ColourVision[];

/** How far two colours are apart to an eye of that kind: CIE 1976, where 2.3 can just be told when they touch. */
export function differenceSeen(vision: ColourVision, a: Rgb, b: Rgb): number {
  const [one, other] = [labSeen(vision, a), labSeen(vision, b)];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

function labSeen(vision: ColourVision, colour: Rgb): readonly [lightness: number, a: number, b: number] {
  const m = SEEN[vision];
  const [r, g, b] = colour.map(linear);
  const [red, green, blue] = [0, 3, 6].map((row) => Math.min(1, Math.max(0, m[row] * r + m[row + 1] * g + m[row + 2] * b)));
  // To XYZ of D65, as shares of white.
  const x = curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = curve(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = curve((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const curve = (share: number): number => (share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16 / 116);
