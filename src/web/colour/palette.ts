import type { PositionSide } from "#core/position-side.ts";

/** A colour ramp from faint to dense, as `[r, g, b]` stops. */
export type Ramp = readonly (readonly [red: number, green: number, blue: number])[];

/** What the heat is drawn on. */
export type Surface = "dark" | "light";

export interface SideRamps {
  readonly longs: Ramp;
  readonly shorts: Ramp;
}

/** How heat becomes colour on either surface. */
export interface Palette extends Readonly<Record<Surface, SideRamps>> {
  readonly label: string;
  /** Where there is little room. */
  readonly short: string;
  /** Whether each position side has a ramp of its own, or one serves both. */
  readonly sides: "alike" | "apart";
  /** Whether it reads with any colour vision: steps, and sides, are told apart without red and green. */
  readonly isSafe: boolean;
}

/** Black-body ramp whose lightness rises all the way: readable with any colour vision (after matplotlib's inferno, CC0). */
const EMBER: Ramp = [
  [26, 18, 62],
  [56, 18, 98],
  [92, 24, 114],
  [128, 32, 110],
  [162, 44, 98],
  [194, 60, 78],
  [222, 86, 54],
  [240, 120, 30],
  [250, 166, 34],
  [248, 214, 86],
  [253, 255, 190],
];

const CLASSIC: Ramp = [
  [28, 18, 70],
  [46, 34, 110],
  [46, 60, 136],
  [38, 92, 142],
  [28, 120, 130],
  [32, 146, 106],
  [78, 170, 82],
  [156, 180, 58],
  [236, 172, 50],
  [252, 214, 96],
  [255, 252, 226],
];

const BLUE: Ramp = [
  [12, 26, 56],
  [18, 60, 128],
  [32, 108, 208],
  [84, 164, 250],
  [164, 212, 255],
  [236, 247, 255],
];

const RED: Ramp = [
  [52, 16, 20],
  [116, 26, 30],
  [190, 46, 40],
  [244, 104, 74],
  [255, 178, 138],
  [255, 240, 228],
];

const GREEN: Ramp = [
  [8, 34, 24],
  [12, 74, 46],
  [24, 128, 74],
  [70, 186, 106],
  [162, 228, 172],
  [236, 252, 238],
];

/** Faint is near the surface and dense far from it: what is light on dark is dark on light. */
const bothSurfaces = (longs: Ramp, shorts: Ramp) => ({ dark: { longs, shorts }, light: { longs: longs.toReversed(), shorts: shorts.toReversed() } });
const heat = (ramp: Ramp) => {
  const onLight = ramp.toReversed();
  return { dark: { longs: ramp, shorts: ramp }, light: { longs: onLight, shorts: onLight } };
};

export const PALETTES = {
  ember: { label: "Ember (colour-blind safe)", short: "Ember", sides: "alike", isSafe: true, ...heat(EMBER) },
  classic: { label: "Classic heat", short: "Classic", sides: "alike", isSafe: true, ...heat(CLASSIC) },
  sides: { label: "Longs blue, shorts red", short: "Blue/red", sides: "apart", isSafe: true, ...bothSurfaces(BLUE, RED) },
  redgreen: { label: "Longs red, shorts green", short: "Red/green", sides: "apart", isSafe: false, ...bothSurfaces(RED, GREEN) },
} as const satisfies Record<string, Palette>;

export type PaletteName = keyof typeof PALETTES;
export const PALETTE_NAMES = Object.keys(PALETTES) as PaletteName[];

/** The ramps that a legend shows: one, or longs and then shorts; of one side, its own. */
export function legendRamps(palette: PaletteName, surface: Surface, side?: PositionSide): readonly Ramp[] {
  const { longs, shorts } = (PALETTES[palette] as Palette)[surface];
  if (side) return [side === "long" ? longs : shorts];
  return longs === shorts ? [longs] : [longs, shorts];
}

/** How much of a ramp its dense end takes: a book's peaks differ by tens of percent, its valleys by powers of ten, and both have to show. */
const SKEW = 1.8;

/** Colour of a ramp at `position` (0..1) of its range of log density. */
export function rampAt(ramp: Ramp, position: number): [red: number, green: number, blue: number] {
  const at = (Math.expm1(SKEW * Math.min(1, Math.max(0, position))) / Math.expm1(SKEW)) * (ramp.length - 1);
  const index = Math.min(ramp.length - 2, Math.floor(at));
  const share = at - index;
  const mix = (channel: 0 | 1 | 2) => Math.round(ramp[index][channel] * (1 - share) + ramp[index + 1][channel] * share);
  return [mix(0), mix(1), mix(2)];
}

/** The ramp as a CSS gradient. `direction` is a CSS angle or side, e.g. `to right`. */
export function rampGradient(ramp: Ramp, direction: string): string {
  const stops = Array.from({ length: 17 }, (_, index) => `rgb(${rampAt(ramp, index / 16).join(" ")})`);
  return `linear-gradient(${direction}, ${stops.join(", ")})`;
}
