import type { DraggedAxes, Spot } from "./touch-gestures.ts";

/** The part of the map in sight: time in epoch ms from the left edge to the right, prices from the lower edge to the upper. */
export interface ChartView {
  readonly fromMs: number;
  readonly toMs: number;
  readonly low: number;
  readonly high: number;
}

/** A map that fingers hold: what was in sight when they took hold, and where they were. */
export interface HeldView {
  readonly view: ChartView;
  /** Of the map, CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly fingers: readonly Spot[];
  readonly axes: DraggedAxes;
  /** Time in sight that is too little, and too much. */
  readonly leastMs: number;
  readonly mostMs: number;
}

/** Fingers closer to each other than this, along an axis, do not zoom it: they lie across it. */
const LEAST_SPREAD_PX = 40;
/** Prices in sight, as the logarithm of high over low. */
const PRICE_SPAN = { least: 0.001, most: 3 };

/** Whether prices follow the fingers too. Two fingers beside each other zoom time alone. */
export const movesPrices = ({ fingers, axes }: Pick<HeldView, "fingers" | "axes">): boolean =>
  axes === "both" && (fingers.length === 1 || Math.abs(fingers[0].y - fingers[1].y) >= LEAST_SPREAD_PX);

/** What is in sight when the fingers have moved: under each finger lies what lay under it, price and time. */
export function viewUnder(held: HeldView, fingers: readonly Spot[]): ChartView {
  const { view, width, height, leastMs, mostMs } = held;
  const time = stretched(
    { from: view.fromMs, to: view.toMs, length: width, least: leastMs, most: mostMs },
    held.fingers.map(({ x }) => x),
    fingers.map(({ x }) => x),
  );
  if (!movesPrices(held)) return { ...view, fromMs: time.from, toMs: time.to };
  // Prices are drawn by their logarithm, upwards.
  const price = stretched(
    { from: -Math.log(view.high), to: -Math.log(view.low), length: height, ...PRICE_SPAN },
    held.fingers.map(({ y }) => y),
    fingers.map(({ y }) => y),
  );
  return { fromMs: time.from, toMs: time.to, low: Math.exp(-price.to), high: Math.exp(-price.from) };
}

interface Axis {
  readonly from: number;
  readonly to: number;
  /** CSS pixels. */
  readonly length: number;
  readonly least: number;
  readonly most: number;
}

function stretched(
  { from, to, length, least, most }: Axis,
  before: readonly number[],
  after: readonly number[],
): { readonly from: number; readonly to: number } {
  const span = to - from;
  const spread = spreadOf(before);
  const zoom = spread >= LEAST_SPREAD_PX ? spread / Math.max(spreadOf(after), 1) : 1;
  const nextSpan = Math.max(Math.min(least, span), Math.min(Math.max(most, span), span * zoom));
  const anchor = from + (middleOf(before) / length) * span;
  const nextFrom = anchor - (middleOf(after) / length) * nextSpan;
  return { from: nextFrom, to: nextFrom + nextSpan };
}

const spreadOf = (places: readonly number[]): number => Math.abs(places[0] - (places[1] ?? places[0]));
const middleOf = (places: readonly number[]): number => places.reduce((sum, place) => sum + place, 0) / places.length;
