import { POSITION_SIDES, type PositionSide } from "#core/position-side.ts";
import type { RealisedCell } from "#core/realised.ts";
import type { Projection, Sight } from "./sight.ts";

/** One side of a realised cell on screen, in CSS pixels of the chart's pane. */
export interface Bubble {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly side: PositionSide;
  readonly of: RealisedCell;
}

/** How realised liquidations are drawn. */
export interface BubbleStyle {
  /** Empty: none. */
  readonly sides: readonly PositionSide[];
  /** USD of a bubble of {@link UNIT_RADIUS}; areas are as dollars are. */
  readonly unitUsd: number;
}

export const UNIT_RADIUS = 8;
const LEAST_RADIUS = 1.75;
const MOST_RADIUS = 28;

/** Radius in CSS pixels. Area grows with dollars, but between a least size that can be seen and a most that hides nothing. */
export const radiusOf = (usd: number, unitUsd: number): number => Math.min(MOST_RADIUS, Math.max(LEAST_RADIUS, UNIT_RADIUS * Math.sqrt(usd / unitUsd)));

/** Where cells lie, in CSS pixels of the chart's pane: column `k` begins at `left + k x columnWidth`, cell `c` stands on `bottom - c x cellHeight`. */
export interface CellPlaces {
  readonly left: number;
  readonly columnWidth: number;
  readonly bottom: number;
  readonly cellHeight: number;
}

export interface CellPlacesInput {
  readonly projection: Projection;
  readonly sight: Sight;
  readonly rowsPerCell: number;
}

/** Rows are equally high on the logarithmic axis, so two of them place all. Undefined while the chart is empty. */
export function cellPlacesOf({ projection, sight: { firstCell, lastCell }, rowsPerCell }: CellPlacesInput): CellPlaces | undefined {
  const left = projection.xOfColumn(0);
  const right = projection.xOfColumn(1);
  const low = projection.yOfRow(firstCell * rowsPerCell);
  const high = projection.yOfRow((lastCell + 1) * rowsPerCell);
  if (left === undefined || right === undefined || low === undefined || high === undefined) return undefined;
  const cellHeight = (low - high) / (lastCell + 1 - firstCell);
  return { left, columnWidth: right - left, bottom: low + firstCell * cellHeight, cellHeight };
}

/** What is drawn as bubbles, and where. */
export interface BubbleScene {
  readonly cells: readonly RealisedCell[];
  readonly style: BubbleStyle;
  readonly sight: Sight;
  readonly places: CellPlaces;
}

/** The bubbles in sight, in the order of the cells. */
export function bubblesInSight({ cells, style, sight, places }: BubbleScene): Bubble[] {
  const bubbles: Bubble[] = [];
  for (const of of cells) {
    if (of.column < sight.firstColumn || of.column > sight.lastColumn || of.cell < sight.firstCell || of.cell > sight.lastCell) continue;
    const x = places.left + (of.column + 0.5) * places.columnWidth;
    const y = places.bottom - (of.cell + 0.5) * places.cellHeight;
    for (const side of POSITION_SIDES) {
      const usd = side === "long" ? of.longUsd : of.shortUsd;
      if (usd > 0 && style.sides.includes(side)) bubbles.push({ x, y, radius: radiusOf(usd, style.unitUsd), side, of });
    }
  }
  return bubbles;
}

/** Distance in CSS pixels within which a bubble smaller than a fingertip is still hit. */
const REACH = 6;

/** The cell whose bubble lies under a point: the nearest centre of those it touches. */
export function cellUnder(bubbles: readonly Bubble[], { x, y }: { x: number; y: number }): RealisedCell | undefined {
  let nearest: Bubble | undefined;
  let least = Infinity;
  for (const bubble of bubbles) {
    const distance = Math.hypot(bubble.x - x, bubble.y - y);
    if (distance > Math.max(REACH, bubble.radius) || distance >= least) continue;
    nearest = bubble;
    least = distance;
  }
  return nearest?.of;
}
