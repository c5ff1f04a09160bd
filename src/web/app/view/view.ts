import type { AgeBand } from "#core/age-band.ts";
import { planeOf } from "#core/heat-column.ts";
import type { WindowName } from "#core/heat-levels.ts";
import type { Layer, StockLayer } from "#core/layer.ts";
import { type PositionSide, sideIndex } from "#core/position-side.ts";
import { TIERS, type Tier } from "#core/tier.ts";
import type { ConfidenceFloor } from "#insight/confidence.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import type { PaletteName, Surface } from "#web/colour/palette.ts";
import type { PriceShape } from "#web/chart/bars.ts";
import { DEFAULT_SINCE, type Since } from "#web/panels/changes/since.ts";
import type { PanelOptions } from "#web/panels/panel-options.ts";
import type { Fiat } from "#web/ui/amount.ts";
import type { ViewSight } from "./view-sight.ts";
import type { ReadUnit } from "./read-unit.ts";

/** Densities (USD per 0.1 % of price) at the two ends of the colour ramp. */
export interface Intensity {
  readonly low: number;
  readonly high: number;
}

/**
 * Layers that the chart can draw. Measured and modelled are both heat: one of them is shown at a time, since they are never added up.
 * Swept marks clusters of the heat that price went through, consensus those that stand now by how many exchanges hold them.
 */
export const SHOWN_LAYERS = ["measured", "modelled", "realised", "swept", "consensus"] as const satisfies readonly (Layer | "swept" | "consensus")[];
export type ShownLayer = (typeof SHOWN_LAYERS)[number];
const DEFAULT_LAYERS: readonly ShownLayer[] = ["modelled", "realised", "swept"];

/** The layers after one was pressed: shown or hidden, another heat replaced. Hiding the last one brings the default back, since an empty map says nothing. */
export function pressedLayer(layers: readonly ShownLayer[], pressed: ShownLayer): readonly ShownLayer[] {
  const next = SHOWN_LAYERS.filter((layer) => (layer === pressed ? !layers.includes(layer) : layers.includes(layer) && !(isHeat(layer) && isHeat(pressed))));
  return next.length > 0 ? next : DEFAULT_LAYERS;
}

/** The layer whose heat is shown of a market that has `there`: where nothing is measured, the estimate stands in. */
export const heatLayerOf = (layers: readonly ShownLayer[], there: readonly Layer[]): StockLayer =>
  layers.includes("measured") && there.includes("measured") ? "measured" : "modelled";

export const isHeat = (layer: ShownLayer): boolean => layer === "measured" || layer === "modelled";

/** Least confidence of what is shown, 0 to 1: see docs/estimation.md section 9. */
export const CONFIDENCES = { any: 0, low: 0.2, medium: 0.35, high: 0.5 } as const;
export type Confidence = keyof typeof CONFIDENCES;
export const CONFIDENCE_NAMES = Object.keys(CONFIDENCES) as Confidence[];

/** Whether the order book stands beside the level strip. */
export type LadderShown = "shown" | "hidden";

/** Whether colours run over one range for both sides, or over one for each: what is faint beside the other side can then be read, and the sides do not compare. */
export type Ladders = "common" | "per-side";

/** A scale for each side. */
export type SideIntensity = Readonly<Record<PositionSide, Intensity>>;

/** A market's own scales: the common one, and each side's. */
export interface MarketIntensity extends Intensity {
  readonly sides: SideIntensity;
}

/** Everything a person chooses, and all that a shared link carries. */
export interface View {
  /** `exchange:symbol`; undefined until one is known: the first that the server lists. */
  readonly market: string | undefined;
  readonly window: WindowName;
  readonly tiers: readonly Tier[];
  readonly sides: readonly PositionSide[];
  readonly layers: readonly ShownLayer[];
  /** Part of what stands that is shown, by how long it has; undefined: all. */
  readonly age: AgeBand | undefined;
  /** Density below which cells are hidden; 0 shows all. */
  readonly threshold: number;
  /** How sure a cell has to be to be shown. */
  readonly confidence: Confidence;
  /** The scale that is held through windows and markets. Undefined: each market's own, see {@link intensityOf}. */
  readonly intensity: Intensity | undefined;
  readonly ladders: Ladders;
  /** Each side's scale, held in the same way. */
  readonly sideIntensity: SideIntensity | undefined;
  readonly palette: PaletteName;
  readonly price: PriceShape;
  /** What amounts are read in. */
  readonly unit: ReadUnit;
  /** The money of the unit `fiat`. */
  readonly fiat: Fiat | undefined;
  /** Id of the open panel; undefined: the drawer is shut. */
  readonly panel: string | undefined;
  /** How that panel is set. */
  readonly options: PanelOptions;
  /** Since when changes are told. */
  readonly since: Since;
  readonly ladder: LadderShown;
  /** Ids of the panes under the map. */
  readonly panes: readonly string[];
  /** Ids of the marks on the map. */
  readonly marks: readonly string[];
  /** Prices that have a line of their own on the map, highest first; of the coin on screen. */
  readonly lines: readonly number[];
  /** Where the person has moved and zoomed to within the window; undefined: all of it. */
  readonly sight: ViewSight | undefined;
  /** The instant that is replayed, epoch ms at a whole minute; undefined: now. While it plays this follows every few seconds. */
  readonly at: number | undefined;
}

export const DEFAULT_VIEW: View = {
  market: undefined,
  window: "24h",
  tiers: TIERS,
  sides: ["long", "short"],
  layers: DEFAULT_LAYERS,
  age: undefined,
  threshold: 0,
  confidence: "any",
  intensity: undefined,
  ladders: "common",
  sideIntensity: undefined,
  palette: "ember",
  price: "candles",
  unit: "usd",
  fiat: undefined,
  panel: undefined,
  options: {},
  since: DEFAULT_SINCE,
  ladder: "shown",
  panes: [],
  marks: [],
  lines: [],
  sight: undefined,
  at: undefined,
};

/** The part of a view that decides colours. */
export type HeatChoice = Pick<View, "tiers" | "sides" | "threshold" | "intensity" | "sideIntensity" | "palette">;

/** What a view is coloured on. */
export interface HeatGround {
  /** The market's own scale. */
  readonly own: Intensity;
  /** Each side's own, where each is to have one; undefined: they share the common one. */
  readonly ownSides?: SideIntensity | undefined;
  readonly surface: Surface;
  /** How sure a cell has to be; undefined: all are shown. */
  readonly floor?: ConfidenceFloor | undefined;
}

/** How the map is coloured under a view. */
export function heatStyleOf(choice: HeatChoice, { own, ownSides, surface, floor }: HeatGround): HeatStyle {
  const { tiers, sides, threshold, intensity, palette } = choice;
  const planes = sides.flatMap((side) => tiers.map((tier) => planeOf(sideIndex(side), TIERS.indexOf(tier))));
  const { low, high } = intensity ?? own;
  const sideEnds = ownSides && (choice.sideIntensity ?? ownSides);
  return { planes: planes.sort((a, b) => a - b), palette, surface, threshold, floor, low, high, sideEnds };
}

const UNKNOWN_OPEN_INTEREST_USD = 1_000_000_000;

/**
 * The scale that a market starts with: the range that its history asks for. While there is none, from open interest alone: a 300th of it in 0.1 %
 * of price is the bright end, which a book passes only where it clusters; a 300th of that is the faint one, as it stands close to the price.
 * Rounded to a few steps a decade, so that it does not move with every trade.
 */
export function intensityOf({ openInterestUsd, range }: { readonly openInterestUsd: number | null; readonly range: Intensity | null }): Intensity {
  if (range) return { low: rounded(range.low), high: rounded(range.high) };
  const high = rounded(Math.max(openInterestUsd ?? UNKNOWN_OPEN_INTEREST_USD, 10_000_000) / 300);
  return { low: rounded(high / 300), high };
}

/** The scale that each side starts with: the range that its history asks for; while there is none, the common one. */
export function sideIntensityOf(common: Intensity, range: MarketMessage["heatRange"]): SideIntensity {
  const of = (side: Intensity | undefined) => (side ? { low: rounded(side.low), high: rounded(side.high) } : common);
  return { long: of(range?.long), short: of(range?.short) };
}

/** Shares of open interest, 1 in so many, that make a bubble of the size in the legend: fewer fit on a phone. */
const BUBBLE_SHARES = { desk: 10_000, phone: 4_000 };

/** Dollars of a bubble of the size in the legend, from open interest alone, rounded, so that it stands still as the colours do. */
export function bubbleUnitOf(openInterestUsd: number | null, screen: keyof typeof BUBBLE_SHARES): number {
  return rounded(Math.max(openInterestUsd ?? UNKNOWN_OPEN_INTEREST_USD, 10_000_000) / BUBBLE_SHARES[screen]);
}

/** Adds or removes one entry, in the order of `all`; removing the last one brings all back, since an empty map says nothing. */
export function toggled<Entry>(all: readonly Entry[], chosen: readonly Entry[], entry: Entry): readonly Entry[] {
  const next = all.filter((other) => (other === entry ? !chosen.includes(entry) : chosen.includes(other)));
  return next.length > 0 ? next : all;
}

const TIER_STEPS: readonly (readonly Tier[])[] = [TIERS, ...TIERS.map((tier) => [tier])];

/** The next step through leverage: all, then each group alone, and all again. From any other choice it begins at all. */
export function neighbouringTiers(tiers: readonly Tier[], step: number): readonly Tier[] {
  const at = TIER_STEPS.findIndex((shown) => shown.join() === tiers.join());
  return TIER_STEPS[at < 0 ? 0 : (at + step + TIER_STEPS.length) % TIER_STEPS.length];
}

/** Adds or removes the id of one of `all`, in their order; there may be none. */
export const switched = (all: readonly { readonly id: string }[], chosen: readonly string[], id: string): readonly string[] =>
  all.map((one) => one.id).filter((one) => (one === id ? !chosen.includes(one) : chosen.includes(one)));

const STEPS_OF_A_DECADE = [1, 1.5, 2, 3, 5, 7, 10];

function rounded(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  const distance = (step: number) => Math.abs(Math.log(value / unit / step));
  return unit * STEPS_OF_A_DECADE.reduce((nearest, step) => (distance(step) < distance(nearest) ? step : nearest));
}
