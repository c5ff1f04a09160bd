import { THEME } from "./theme.ts";
import { wrappedWords } from "./wrapped-words.ts";

/** CSS pixels of the pane. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** CSS pixels. */
const LINE = 17;
const PADDING = 8;
const EDGE = 4;

/** A crosshair that stays: solid, where the pointer's own is dashed. */
export function paintPin(context: CanvasRenderingContext2D, { x, y }: Spot, { width, height }: Size): void {
  context.strokeStyle = `${THEME.crosshair}cc`;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, 0);
  context.lineTo(Math.round(x) + 0.5, height);
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(width, Math.round(y) + 0.5);
  context.stroke();
  dot(context, { x, y });
}

export interface StretchInput {
  readonly from: Spot;
  readonly to: Spot;
  readonly words: readonly string[];
  readonly size: Size;
}

/** What was measured: a faint field between two points, and its figures beside the second. */
export function paintStretch(context: CanvasRenderingContext2D, { from, to, words, size }: StretchInput): void {
  const [left, top] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  context.fillStyle = THEME.field;
  context.fillRect(left, top, Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  context.strokeStyle = `${THEME.text}b3`;
  context.lineWidth = 1;
  context.beginPath();
  for (const { y } of [from, to]) {
    context.moveTo(left, Math.round(y) + 0.5);
    context.lineTo(Math.max(from.x, to.x), Math.round(y) + 0.5);
  }
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
  for (const spot of [from, to]) dot(context, spot);
  if (words.length > 0) paintWords(context, { to, words, size, below: to.y >= from.y });
}

function dot(context: CanvasRenderingContext2D, { x, y }: Spot): void {
  context.fillStyle = THEME.text;
  context.strokeStyle = THEME.surface;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, 3.5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

interface WordsInput extends Pick<StretchInput, "to" | "words" | "size"> {
  /** Which side of the point is free of the stretch. */
  readonly below: boolean;
}

function paintWords(context: CanvasRenderingContext2D, { to, words, size, below }: WordsInput): void {
  context.font = `12px ${THEME.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const widthOf = (text: string) => context.measureText(text).width;
  const lines = wrappedWords(words, widthOf, size.width - 2 * PADDING - 2 * EDGE);
  const width = Math.max(...lines.map(({ text }) => widthOf(text))) + 2 * PADDING;
  const height = lines.length * LINE + PADDING;
  const x = within(to.x - width / 2, size.width - width);
  const y = within(below ? to.y + 10 : to.y - 10 - height, size.height - height);
  context.fillStyle = THEME.card;
  context.strokeStyle = THEME.lineStrong;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x, y, width, height, 6);
  context.fill();
  context.stroke();
  lines.forEach(({ text, of }, index) => {
    context.fillStyle = of === 0 ? THEME.text : THEME.muted;
    context.fillText(text, x + PADDING, y + PADDING / 2 + LINE * (index + 0.5));
  });
}

const within = (value: number, most: number): number => Math.max(EDGE, Math.min(value, most - EDGE));
