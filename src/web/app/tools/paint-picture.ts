import { POSITION_SIDES } from "#core/position-side.ts";
import { THEME } from "#web/chart/theme.ts";
import { type Ramp, legendRamps, rampAt } from "#web/colour/palette.ts";
import type { HeatStyle, RampEnds } from "#web/colour/colour-table.ts";
import { formatUsd } from "#web/ui/format.ts";
import type { Capture } from "./capture.ts";
import type { CaptureWords } from "./capture-words.ts";

export interface PictureInput extends ReturnType<Capture["pixels"]> {
  readonly words: CaptureWords;
  readonly style: Pick<HeatStyle, "palette" | "surface" | "low" | "high" | "sideEnds">;
}

/** CSS pixels. */
const LINE = 22;
const MARGIN = 14;
const RAMP = { width: 180, height: 10 };

/** Chart and level strip as they are on screen, between a line that says what they are and the legend. */
export function paintPicture({ chart, strip, words, style, ratio }: PictureInput): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  // The strip runs along the whole chart; its canvas may be of another sharpness.
  const stripWidth = Math.round((strip.width * chart.height) / strip.height);
  const edge = Math.round(ratio);
  const width = (chart.width + edge + stripWidth) / ratio;
  const rows = footRows({ width, words, style });
  const [head, foot] = [headRows(width) * LINE + 12, rows.length * LINE + 12];
  const height = chart.height / ratio;
  canvas.width = chart.width + edge + stripWidth;
  canvas.height = Math.round((head + height + foot) * ratio);
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.fillStyle = THEME.surface;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(chart, 0, Math.round(head * ratio));
  context.drawImage(strip, chart.width + edge, Math.round(head * ratio), stripWidth, chart.height);
  context.fillStyle = THEME.line;
  context.fillRect(chart.width, Math.round(head * ratio), edge, chart.height);
  context.scale(ratio, ratio);
  context.textBaseline = "middle";
  paintHead(context, words, width);
  if (words.watermark) paintWatermark(context, words.watermark, { width: chart.width / ratio, top: head, height });
  paintTag(context, words.tag, head + 6);
  rows.forEach((row, index) => row(context, head + height + 6 + LINE * (index + 0.5)));
  return canvas;
}

const isNarrow = (width: number): boolean => width < 720;
const headRows = (width: number): number => (isNarrow(width) ? 2 : 1);

function paintHead(context: CanvasRenderingContext2D, { market, span, source }: CaptureWords, width: number): void {
  const [first, last] = [6 + LINE / 2, 6 + LINE * (headRows(width) - 0.5)];
  write(context, market, { x: MARGIN, y: first, font: `600 15px ${THEME.font}`, colour: THEME.text });
  const after = isNarrow(width) ? MARGIN : MARGIN + context.measureText(market).width + 16;
  write(context, span, { x: after, y: last, font: `13px ${THEME.font}`, colour: THEME.muted });
  write(context, source, { x: width - MARGIN, y: first, font: `600 13px ${THEME.font}`, colour: THEME.text, align: "right" });
}

type FootRow = (context: CanvasRenderingContext2D, y: number) => void;

/** Below the map: legend and caveat beside each other, or below each other where there is no room. With a scale for each side, longs are above shorts. */
function footRows({ width, words: { heat, filters, caveat }, style }: Pick<PictureInput, "words" | "style"> & { readonly width: number }): readonly FootRow[] {
  const font = `12px ${THEME.font}`;
  const note =
    (text: string): FootRow =>
    (context, y) =>
      write(context, text, { x: MARGIN, y, font, colour: THEME.muted });
  const signed = `Powderkeg · ${caveat}`;
  const bars = legendBars(style);
  if (isNarrow(width)) {
    const legends = bars.map<FootRow>((bar) => (context, y) => paintLegend(context, bar, { y, text: "" }));
    const last: FootRow = (context, y) => write(context, signed, { x: MARGIN, y, font, colour: THEME.text });
    return [...legends, note(heat), ...(filters ? [note(filters)] : []), last];
  }
  const texts = bars.length === 1 ? [filters ? `${heat} · ${filters}` : heat] : [heat, filters];
  return bars.map<FootRow>((bar, index) => (context, y) => {
    paintLegend(context, bar, { y, text: texts[index] });
    if (index === bars.length - 1) write(context, signed, { x: width - MARGIN, y, font, colour: THEME.text, align: "right" });
  });
}

interface LegendBar {
  readonly name: string;
  readonly ramps: readonly Ramp[];
  readonly ends: RampEnds;
}

function legendBars({ palette, surface, low, high, sideEnds }: PictureInput["style"]): readonly LegendBar[] {
  if (!sideEnds) return [{ name: "", ramps: legendRamps(palette, surface), ends: { low, high } }];
  return POSITION_SIDES.map((side) => ({ name: `${side}s`, ramps: legendRamps(palette, surface, side), ends: sideEnds[side] }));
}

/** CSS pixels for the name of a side and for the dollars at its faint end, so that two bars stand below each other. */
const NAMED = { name: 44, low: 52 };

function paintLegend(
  context: CanvasRenderingContext2D,
  { name, ramps, ends: { low, high } }: LegendBar,
  { y, text }: { readonly y: number; readonly text: string },
): void {
  const font = `12px ${THEME.font}`;
  write(context, name, { x: MARGIN, y, font, colour: THEME.muted });
  const start = MARGIN + (name ? NAMED.name : 0);
  write(context, formatUsd(low), { x: start, y, font, colour: THEME.text });
  const left = start + Math.max(name ? NAMED.low : 0, context.measureText(formatUsd(low)).width) + 8;
  ramps.forEach((ramp, index) => {
    const height = RAMP.height / ramps.length;
    context.fillStyle = gradientOf(context, ramp, left);
    context.fillRect(left, y - RAMP.height / 2 + index * height, RAMP.width, height);
  });
  write(context, formatUsd(high), { x: left + RAMP.width + 8, y, font, colour: THEME.text });
  const highWidth = Math.max(name ? NAMED.low : 0, context.measureText(formatUsd(high)).width);
  write(context, text, { x: left + RAMP.width + 24 + highWidth, y, font, colour: THEME.muted });
}

function gradientOf(context: CanvasRenderingContext2D, ramp: Ramp, left: number): CanvasGradient {
  const gradient = context.createLinearGradient(left, 0, left + RAMP.width, 0);
  for (let index = 0; index <= 16; index++) gradient.addColorStop(index / 16, `rgb(${rampAt(ramp, index / 16).join(" ")})`);
  return gradient;
}

function paintWatermark(context: CanvasRenderingContext2D, text: string, box: { readonly width: number; readonly top: number; readonly height: number }): void {
  const font = `700 ${Math.min(84, box.width / 9)}px ${THEME.font}`;
  write(context, text, { x: box.width / 2, y: box.top + box.height / 2, font, colour: THEME.watermark, align: "center" });
}

function paintTag(context: CanvasRenderingContext2D, text: string, top: number): void {
  context.font = `600 12px ${THEME.font}`;
  context.fillStyle = `${THEME.surface}d9`;
  context.fillRect(MARGIN - 6, top, context.measureText(text).width + 12, LINE);
  write(context, text, { x: MARGIN, y: top + LINE / 2, font: context.font, colour: THEME.text });
}

interface Written {
  readonly x: number;
  readonly y: number;
  readonly font: string;
  readonly colour: string;
  readonly align?: CanvasTextAlign;
}

function write(context: CanvasRenderingContext2D, text: string, { x, y, font, colour, align = "left" }: Written): void {
  context.font = font;
  context.fillStyle = colour;
  context.textAlign = align;
  context.fillText(text, x, y);
}
