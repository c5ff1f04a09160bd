import { rowCoordinate } from "#core/price-rows.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import { formatUsd } from "#web/ui/format.ts";
import { paintHatching } from "./hatching.ts";
import { type LadderRow, type OrderPrint, isLive, ladderRowsInPane, profileOfOrders } from "./ladder-rows.ts";
import type { Projection } from "./sight.ts";
import { THEME } from "./theme.ts";
import { decimal } from "#web/ui/locale.ts";

export interface LadderInput {
  readonly book: OrderBookMessage;
  readonly projection: Projection;
  /** CSS pixels: the ladder's own width, the height of the chart's pane and of the ladder, which runs on beside the time axis. */
  readonly size: { readonly width: number; readonly paneHeight: number; readonly height: number };
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** Epoch ms: prints fade with age. */
  readonly nowMs: number;
}

/** Left of the bars: what traded. CSS pixels. */
const GUTTER = 16;
const MARGIN = 6;
/** In the margin, clear of words: where a venue's sight ends. */
const TICK = 4;
/** Right of the bars, where there are words: room for those of most walls. */
const WORDS = 72;
/** A row this high has its dollars written in it. */
const LEAST_TEXT_HEIGHT = 14;
const FULL_DOT = 5;
const PRINT_LIFE_MS = 600_000;

/** Draws the order book beside the level strip: one bar a row, on the map's pixels, and what was seen in it. Returns the rows, lowest price first. */
export function paintLadder(context: CanvasRenderingContext2D, { book, projection, size, ratio, nowMs }: LadderInput): readonly LadderRow[] {
  const width = Math.round(size.width * ratio);
  const paneHeight = Math.round(size.paneHeight * ratio);
  context.clearRect(0, 0, width, Math.round(size.height * ratio));
  const profile = profileOfOrders(book);
  if (!profile) return [];
  const rows = ladderRowsInPane(book, profile, { projection, ratio, paneHeight });
  const brush = { context, ratio, width, paneHeight };
  const mostUsd = rows.reduce((most, { bidsUsd, asksUsd }) => Math.max(most, bidsUsd, asksUsd), 0);
  context.save();
  context.beginPath();
  context.rect(0, 0, width, paneHeight);
  context.clip();
  paintUnseen(brush, book, projection);
  const words = wordsBeside(brush, rows);
  paintBars(brush, rows, { mostUsd, room: brush.width - (GUTTER + (words.length > 0 ? WORDS : 0) + MARGIN) * ratio });
  paintWords(brush, words);
  paintPrints(brush, rows, nowMs);
  context.restore();
  paintFoot(brush, size, mostUsd);
  return rows;
}

interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly ratio: number;
  /** Device pixels. */
  readonly width: number;
  readonly paneHeight: number;
}

/** Hatches where no venue sees all orders, and ticks where each one's sight ends. */
function paintUnseen({ context, ratio, width, paneHeight }: Brush, { venues }: OrderBookMessage, projection: Projection): void {
  const yOf = (price: number) => Math.round((projection.yOfRow(rowCoordinate(price)) ?? 0) * ratio);
  const ends = venues.filter(isLive).flatMap(({ observed }) => (observed ? [{ top: yOf(observed.high), bottom: yOf(observed.low) }] : []));
  if (ends.length === 0) return;
  const top = Math.min(...ends.map((end) => end.top));
  const bottom = Math.max(...ends.map((end) => end.bottom));
  const hatch = (y: number, height: number) =>
    height > 0 && paintHatching(context, { kind: "absent", box: { x: 0, y, width, height }, ratio, words: height > 60 * ratio ? "not seen" : "" });
  hatch(0, Math.min(top, paneHeight));
  hatch(Math.max(0, bottom), paneHeight - Math.max(0, bottom));
  context.fillStyle = THEME.muted;
  for (const end of ends) for (const y of [end.top, end.bottom]) context.fillRect(width - TICK * ratio, y, TICK * ratio, Math.max(1, Math.round(ratio)));
}

interface BarScale {
  readonly mostUsd: number;
  /** Device pixels of the bar that stands for it. */
  readonly room: number;
}

function paintBars({ context, ratio }: Brush, rows: readonly LadderRow[], { mostUsd, room }: BarScale): void {
  const from = Math.round(GUTTER * ratio);
  const gap = rows.every(({ height }) => height >= 4) ? 1 : 0;
  for (const row of rows) {
    for (const [usd, plain, wall] of [[row.bidsUsd, THEME.bidsBar, THEME.bids] as const, [row.asksUsd, THEME.asksBar, THEME.asks] as const]) {
      if (usd <= 0) continue;
      context.fillStyle = row.walls.length > 0 ? wall : plain;
      context.fillRect(from, row.top, Math.max(1, Math.round((usd / mostUsd) * room)), row.height - gap);
    }
  }
}

/** What is said of a row, of most weight first; undefined: only its dollars, where there is room. */
function wordsOf({ walls, flickers, refills }: LadderRow): { readonly text: string; readonly colour: string; readonly weight: number } | undefined {
  const flicker = flickers.find(({ cluster }) => cluster !== null) ?? flickers[0];
  if (flicker) return { text: `${flicker.cluster ? "spoof?" : "flickers"} ×${flicker.times}`, colour: THEME.flicker, weight: 1e15 + flicker.usd };
  const [wall] = walls.toSorted((a, b) => b.usd - a.usd);
  const back = refills.length > 0 ? ` ↻${refills.length > 1 ? refills.length : ""}` : "";
  if (wall) return { text: `${formatUsd(wall.usd)} ${decimal(wall.times, 0)}×${back}`, colour: THEME.text, weight: wall.usd };
  if (refills[0]) return { text: `refilled${back}`, colour: THEME.text, weight: refills[0].usd };
  return undefined;
}

interface Words {
  readonly text: string;
  readonly colour: string;
  readonly y: number;
}

const LINE_HEIGHT = 13;

/** Words beside the rows, those of most weight first, none over another; dollars where rows are high enough. */
function wordsBeside({ ratio }: Brush, rows: readonly LadderRow[]): readonly Words[] {
  const placed: Words[] = [];
  const said = rows.flatMap((row) => {
    const words = wordsOf(row);
    if (words) return [{ row, ...words }];
    const usd = Math.max(row.bidsUsd, row.asksUsd);
    return row.height >= LEAST_TEXT_HEIGHT * ratio && usd > 0 ? [{ row, text: formatUsd(usd), colour: THEME.muted, weight: -1 }] : [];
  });
  for (const { row, text, colour } of said.toSorted((a, b) => b.weight - a.weight)) {
    const y = row.top + row.height / 2;
    if (!placed.some((other) => Math.abs(other.y - y) < LINE_HEIGHT * ratio)) placed.push({ text, colour, y });
  }
  return placed;
}

/** Right of the bars; the few that are longer than there is room lie over the end of one. */
function paintWords({ context, ratio, width }: Brush, words: readonly Words[]): void {
  context.font = `${11 * ratio}px ${THEME.font}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { text, colour, y } of words) {
    const textWidth = context.measureText(text).width;
    context.fillStyle = `${THEME.surface}d9`;
    context.fillRect(width - textWidth - (MARGIN + 3) * ratio, y - (LINE_HEIGHT / 2) * ratio, textWidth + 6 * ratio, LINE_HEIGHT * ratio);
    context.fillStyle = colour;
    context.fillText(text, width - MARGIN * ratio, y);
  }
}

/** The largest trade of each row, bigger for more dollars, fainter with age; up: somebody bought. */
function paintPrints({ context, ratio }: Brush, rows: readonly LadderRow[], nowMs: number): void {
  const largest = rows.flatMap((row) => {
    const [print] = row.prints.toSorted((a, b) => b.usd - a.usd);
    return print ? [{ print, y: row.top + row.height / 2 }] : [];
  });
  const mostUsd = largest.reduce((most, { print }) => Math.max(most, print.usd), 0);
  for (const { print, y } of largest.toSorted((a, b) => b.print.usd - a.print.usd)) {
    context.globalAlpha = Math.max(0.35, 1 - (nowMs - print.time) / PRINT_LIFE_MS);
    context.fillStyle = print.takerSide === "buy" ? THEME.bids : THEME.asks;
    paintArrow(context, print.takerSide, { x: (GUTTER / 2) * ratio, y, size: FULL_DOT * Math.max(0.5, Math.sqrt(print.usd / mostUsd)) * ratio });
  }
  context.globalAlpha = 1;
}

function paintArrow(context: CanvasRenderingContext2D, side: OrderPrint["takerSide"], { x, y, size }: { x: number; y: number; size: number }): void {
  const tip = side === "buy" ? -size : size;
  context.beginPath();
  context.moveTo(x, y + tip);
  context.lineTo(x - size, y - tip);
  context.lineTo(x + size, y - tip);
  context.fill();
}

/** What a full bar stands for, under the pane. */
function paintFoot({ context, ratio, width }: Brush, { paneHeight, height }: LadderInput["size"], mostUsd: number): void {
  context.font = `${11 * ratio}px ${THEME.font}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.fillStyle = THEME.muted;
  context.fillText(`widest ${formatUsd(mostUsd)}`, width - MARGIN * ratio, (paneHeight + Math.min(32, height - paneHeight) / 2) * ratio);
}
