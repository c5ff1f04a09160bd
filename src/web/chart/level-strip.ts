import { POSITION_SIDES, type PositionSide, sideIndex } from "#core/position-side.ts";
import { type MapSpread, bandBetween } from "#insight/stretch-band.ts";
import { formatUsd } from "#web/ui/format.ts";
import type { LevelProfile } from "./level-profile.ts";
import type { Projection } from "./sight.ts";
import { type Band, bandsInPane } from "./strip-bands.ts";
import { THEME } from "./theme.ts";

export interface StripInput {
  readonly profile: LevelProfile;
  /** What the bars may be wrong by; undefined draws no bands. */
  readonly spread: MapSpread | undefined;
  readonly projection: Projection;
  /** CSS pixels: the strip's own width, the height of the chart's pane and of the strip, which runs on beside the time axis. */
  readonly size: { readonly width: number; readonly paneHeight: number; readonly height: number };
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

/** Draws the level chart: one bar a cell on the very pixels of the map's cells, and the running total outward from the mark. */
export function paintLevelStrip(context: CanvasRenderingContext2D, { profile, spread, projection, size, ratio }: StripInput): void {
  const width = Math.round(size.width * ratio);
  const paneHeight = Math.round(size.paneHeight * ratio);
  context.clearRect(0, 0, width, Math.round(size.height * ratio));
  const bands = bandsInPane({ profile, projection, ratio, paneHeight });
  const mostUsd = bands.reduce((most, band) => Math.max(most, band.longUsd, band.shortUsd), 0);
  const mostCumulativeUsd = Math.max(mostOf(bands, "long"), mostOf(bands, "short"));
  const ranges = spread ? rangesOf(bands, spread) : [];
  const fullBar = width * fullBarShare(ranges, mostUsd);
  const barWidth = (usd: number) => (mostUsd > 0 ? (usd / mostUsd) * fullBar : 0);
  context.save();
  context.beginPath();
  context.rect(0, 0, width, paneHeight);
  context.clip();
  // One answer for all: heights differ by a pixel, and a lone gap would look like a level.
  const shape = { barWidth, gap: bands.every(({ height }) => height >= 4) ? 1 : 0 };
  paintRanges(context, ranges, shape);
  paintBars(context, bands, shape);
  if (mostCumulativeUsd > 0) for (const side of POSITION_SIDES) paintCurve(context, { bands, side, scale: (width * 0.94) / mostCumulativeUsd, ratio });
  context.restore();
  const sightUsd = { longs: mostOf(bands, "long"), shorts: mostOf(bands, "short") };
  paintScale(context, { size, ratio, mostUsd, sightUsd, hasRanges: ranges.length > 0 });
}

interface Range {
  readonly bar: Band;
  readonly side: PositionSide;
  /** USD. */
  readonly p10: number;
  readonly p90: number;
}

/** Of both sides of every bar that holds anything: how far what truly stands there may reach. */
function rangesOf(bars: readonly Band[], spread: MapSpread): readonly Range[] {
  const ranges: Range[] = [];
  for (const bar of bars)
    for (const side of POSITION_SIDES) {
      const usd = side === "long" ? bar.longUsd : bar.shortUsd;
      if (usd > 0) ranges.push({ bar, side, ...bandBetween(spread, { side: sideIndex(side), fromRow: bar.fromRow, toRow: bar.toRow, usd }) });
    }
  return ranges;
}

/** Widest bar as a share of the strip: ranges fit beside it, unless one is so wide that bars would vanish. */
function fullBarShare(ranges: readonly Range[], mostUsd: number): number {
  const mostP90 = ranges.reduce((most, { p90 }) => Math.max(most, p90), mostUsd);
  return mostP90 > 0 ? 0.94 * Math.max(LEAST_BAR_SHARE, mostUsd / mostP90) : 0.94;
}

const LEAST_BAR_SHARE = 0.45;

/** Behind each bar, faintly, from its p10 to its p90; cut at the strip's edge. */
function paintRanges(context: CanvasRenderingContext2D, ranges: readonly Range[], { barWidth, gap }: BarShape): void {
  for (const { bar, side, p10, p90 } of ranges) {
    context.fillStyle = side === "long" ? THEME.longsRange : THEME.shortsRange;
    const from = barWidth(p10);
    context.fillRect(from, bar.top, barWidth(p90) - from, bar.height - gap);
  }
}

interface BarShape {
  /** Device pixels of an amount in USD. */
  readonly barWidth: (usd: number) => number;
  /** Device pixels between bars. */
  readonly gap: number;
}

function paintBars(context: CanvasRenderingContext2D, bands: readonly Band[], { barWidth, gap }: BarShape): void {
  for (const [key, colour] of [["longUsd", THEME.longsBar] as const, ["shortUsd", THEME.shortsBar] as const]) {
    context.fillStyle = colour;
    for (const band of bands) {
      if (band[key] > 0) context.fillRect(0, band.top, Math.max(1, barWidth(band[key])), band.height - gap);
    }
  }
}

interface CurveInput {
  readonly bands: readonly Band[];
  readonly side: PositionSide;
  /** Device pixels per USD. */
  readonly scale: number;
  readonly ratio: number;
}

/** The running total of a side, from the mark outward; drawn dark and wide first, so that it stands out on the bars. */
function paintCurve(context: CanvasRenderingContext2D, { bands, side, scale, ratio }: CurveInput): void {
  const upward = bands.filter((band) => band.side === side);
  if (upward.length === 0) return;
  const isLong = side === "long";
  const outward = isLong ? upward.reverse() : upward;
  context.beginPath();
  context.moveTo(0, isLong ? outward[0].top : outward[0].top + outward[0].height);
  for (const band of outward) context.lineTo(band.cumulativeUsd * scale, band.top + (isLong ? band.height : 0));
  context.lineJoin = "round";
  context.strokeStyle = `${THEME.surface}c0`;
  context.lineWidth = 4 * ratio;
  context.stroke();
  context.strokeStyle = isLong ? THEME.longsLine : THEME.shortsLine;
  context.lineWidth = 1.5 * ratio;
  context.stroke();
}

const mostOf = (bands: readonly Band[], side: PositionSide): number =>
  bands.reduce((most, band) => (band.side === side ? Math.max(most, band.cumulativeUsd) : most), 0);

interface ScaleInput {
  readonly size: StripInput["size"];
  readonly ratio: number;
  readonly mostUsd: number;
  readonly hasRanges: boolean;
  readonly sightUsd: { readonly longs: number; readonly shorts: number };
}

/** Room for the scale under the map, in CSS pixels: beside panes there is more. */
const MOST_SCALE_HEIGHT = 32;

/** What a full bar stands for and what else is drawn, under the pane; what each side adds up to within sight, at the pane's ends. */
function paintScale(context: CanvasRenderingContext2D, { size, ratio, mostUsd, sightUsd, hasRanges }: ScaleInput): void {
  const isWide = size.width >= 120;
  const right = (size.width - 6) * ratio;
  context.font = `${11 * ratio}px ${THEME.font}`;
  context.textBaseline = "middle";
  const middle = size.paneHeight + Math.min(MOST_SCALE_HEIGHT, size.height - size.paneHeight) / 2;
  if (isWide) paintKey(context, { middle, ratio, hasRanges });
  context.textAlign = "right";
  context.fillStyle = THEME.muted;
  const fitting = (text: string, room = right): string => wordsWithin(context, text, room);
  context.fillText(isWide ? fitting(`widest ${formatUsd(mostUsd)}`, right - KEY_WIDTH * ratio) : fitting(formatUsd(mostUsd)), right, middle * ratio);
  const total = (usd: number, y: number, [colour, word]: readonly [string, string]) => {
    const text = isWide ? `${word} in sight ${formatUsd(usd)}` : fitting(formatUsd(usd));
    const width = context.measureText(text).width + 8 * ratio;
    context.fillStyle = `${THEME.surface}d9`;
    context.fillRect(right - width + 4 * ratio, (y - 9) * ratio, width, 18 * ratio);
    context.fillStyle = colour;
    context.fillText(text, right, y * ratio);
  };
  total(sightUsd.shorts, 16, [THEME.shorts, "shorts"]);
  total(sightUsd.longs, size.paneHeight - 14, [THEME.longs, "longs"]);
}

/** What the key takes of the foot, in CSS pixels. */
const KEY_WIDTH = 126;

/** As many of the first words as fit: `0.45 % of OI` stands as `0.45 %` beside a phone's map, whose legend says the rest. */
function wordsWithin(context: CanvasRenderingContext2D, text: string, width: number): string {
  const words = text.split(" ");
  while (words.length > 1 && context.measureText(words.join(" ")).width > width) words.pop();
  return words.join(" ");
}

interface KeyInput extends Pick<ScaleInput, "ratio" | "hasRanges"> {
  /** CSS pixels. */
  readonly middle: number;
}

/** A sample of the line and one of the faint bars, each with its word. */
function paintKey(context: CanvasRenderingContext2D, { middle, ratio, hasRanges }: KeyInput): void {
  context.textAlign = "left";
  context.fillStyle = THEME.text;
  context.fillRect(8 * ratio, (middle - 1) * ratio, 12 * ratio, 1.5 * ratio);
  context.fillStyle = THEME.muted;
  context.fillText("total", 25 * ratio, middle * ratio);
  if (!hasRanges) return;
  for (const [at, colour] of [THEME.longsRange, THEME.shortsRange].entries()) {
    context.fillStyle = colour;
    context.fillRect((62 + 6 * at) * ratio, (middle - 5) * ratio, 6 * ratio, 10 * ratio);
  }
  context.fillStyle = THEME.muted;
  context.fillText("p10–p90", 79 * ratio, middle * ratio);
}
