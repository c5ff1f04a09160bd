import { TILE_CELLS, tileYOfCell } from "#core/heat-tile.ts";
import { formatUsd } from "#web/ui/format.ts";
import type { LevelProfile } from "./level-profile.ts";
import type { Projection } from "./sight.ts";
import { THEME } from "./theme.ts";

export interface StripInput {
  readonly profile: LevelProfile;
  readonly projection: Projection;
  /** CSS pixels: the strip's own width, the height of the chart's pane and of the strip, which runs on beside the time axis. */
  readonly size: { readonly width: number; readonly paneHeight: number; readonly height: number };
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

interface Band {
  readonly top: number;
  readonly height: number;
  readonly longUsd: number;
  readonly shortUsd: number;
  readonly cumulativeUsd: number;
  readonly isLong: boolean;
}

/** Least height of a bar, in device pixels; thinner cells are summed. */
const LEAST_BAR = 2;

/** Draws the level chart: one bar a cell on the very pixels of the map's cells, and the running total outward from the mark. */
export function paintLevelStrip(context: CanvasRenderingContext2D, { profile, projection, size, ratio }: StripInput): void {
  const width = Math.round(size.width * ratio);
  const paneHeight = Math.round(size.paneHeight * ratio);
  context.clearRect(0, 0, width, Math.round(size.height * ratio));
  const bands = bandsInPane({ profile, edge: cellEdges({ profile, projection, ratio }), paneHeight });
  const mostUsd = bands.reduce((most, band) => Math.max(most, band.longUsd, band.shortUsd), 0);
  const mostCumulativeUsd = bands.reduce((most, band) => Math.max(most, band.cumulativeUsd), 0);
  const barWidth = (usd: number) => (mostUsd > 0 ? (usd / mostUsd) * width * 0.94 : 0);
  context.save();
  context.beginPath();
  context.rect(0, 0, width, paneHeight);
  context.clip();
  paintBars(context, bands, barWidth);
  if (mostCumulativeUsd > 0) for (const isLong of [true, false]) paintCurve(context, { bands: bands.filter((band) => band.isLong === isLong), isLong, scale: (width * 0.94) / mostCumulativeUsd, ratio });
  context.restore();
  paintScale(context, { size, ratio, mostUsd, mostCumulativeUsd });
}

type Edge = (cell: number) => number;

/** Lower edge of a cell in device pixels, interpolated between tile edges just as the blit of a tile bitmap does. */
function cellEdges({ profile, projection, ratio }: Pick<StripInput, "profile" | "projection" | "ratio">): Edge {
  const tileEdges = new Map<number, number>();
  const tileEdge = (y: number): number => {
    let edge = tileEdges.get(y);
    if (edge === undefined) tileEdges.set(y, (edge = Math.round((projection.yOfRow(y * TILE_CELLS * profile.rowsPerCell) ?? 0) * ratio)));
    return edge;
  };
  return (cell) => {
    const y = tileYOfCell(cell);
    const bottom = tileEdge(y);
    return Math.round(bottom + ((tileEdge(y + 1) - bottom) * (cell - y * TILE_CELLS)) / TILE_CELLS);
  };
}

function bandsInPane({ profile, edge, paneHeight }: { profile: LevelProfile; edge: Edge; paneHeight: number }): Band[] {
  const { firstCell, markCell, longUsd, shortUsd } = profile;
  const cellCount = longUsd.length;
  const cellHeight = (edge(firstCell) - edge(firstCell + cellCount)) / cellCount;
  const cellsPerBand = Math.max(1, Math.ceil(LEAST_BAR / Math.max(cellHeight, 1e-6)));
  const bands: Band[] = [];
  for (let first = Math.floor(firstCell / cellsPerBand) * cellsPerBand; first < firstCell + cellCount; first += cellsPerBand) {
    const top = edge(first + cellsPerBand);
    const bottom = edge(first);
    if (bottom < 0 || top > paneHeight) continue;
    const from = Math.max(0, first - firstCell);
    const to = Math.min(cellCount, first + cellsPerBand - firstCell);
    const isLong = first <= markCell;
    bands.push({
      top,
      height: bottom - top,
      longUsd: sum(longUsd, from, to),
      shortUsd: sum(shortUsd, from, to),
      cumulativeUsd: isLong ? profile.cumulativeLongUsd[from] : profile.cumulativeShortUsd[to - 1],
      isLong,
    });
  }
  return bands;
}

function paintBars(context: CanvasRenderingContext2D, bands: readonly Band[], barWidth: (usd: number) => number): void {
  for (const [key, colour] of [["longUsd", THEME.longs] as const, ["shortUsd", THEME.shorts] as const]) {
    context.fillStyle = colour;
    for (const band of bands) {
      const gap = band.height >= 4 ? 1 : 0;
      if (band[key] > 0) context.fillRect(0, band.top, Math.max(1, barWidth(band[key])), band.height - gap);
    }
  }
}

function paintCurve(context: CanvasRenderingContext2D, { bands, isLong, scale, ratio }: { bands: readonly Band[]; isLong: boolean; scale: number; ratio: number }): void {
  if (bands.length === 0) return;
  const ordered = isLong ? [...bands].reverse() : bands;
  context.beginPath();
  context.moveTo(0, isLong ? ordered[0].top : ordered[0].top + ordered[0].height);
  for (const band of ordered) context.lineTo(band.cumulativeUsd * scale, band.top + (isLong ? band.height : 0));
  context.strokeStyle = isLong ? "#b5d8ff" : "#ffd0c2";
  context.lineWidth = 1.25 * ratio;
  context.lineJoin = "round";
  context.stroke();
}

interface ScaleInput {
  readonly size: StripInput["size"];
  readonly ratio: number;
  readonly mostUsd: number;
  readonly mostCumulativeUsd: number;
}

function paintScale(context: CanvasRenderingContext2D, { size, ratio, mostUsd, mostCumulativeUsd }: ScaleInput): void {
  const y = (size.paneHeight + (size.height - size.paneHeight) / 2) * ratio;
  context.font = `${11 * ratio}px ${THEME.font}`;
  context.textBaseline = "middle";
  context.fillStyle = THEME.muted;
  context.textAlign = "left";
  if (size.width >= 120) context.fillText(`bar ${formatUsd(mostUsd)}`, 2 * ratio, y);
  context.textAlign = "right";
  context.fillText(size.width >= 120 ? `sum ${formatUsd(mostCumulativeUsd)}` : formatUsd(mostCumulativeUsd), (size.width - 4) * ratio, y);
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let index = from; index < to; index++) total += values[index];
  return total;
}
