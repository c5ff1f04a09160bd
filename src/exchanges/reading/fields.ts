import type { BookEvent } from "#core/events.ts";

/**
 * Readers of single fields of a hot frame. An unreadable number is NaN, so that the sum of a frame's numbers is NaN when any of them is:
 * one test covers the frame.
 */
export type Fields = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
export const isSymbol = (value: unknown): value is string => typeof value === "string" && value.length > 0;
export const isAbsent = (value: unknown): boolean => value === undefined || value === "";

const DIGIT_0 = 48;
const DIGIT_9 = 57;
const MINUS = 45;

/** Decimal text, of either sign; Number alone would read "" and " " as zero. */
export function decimal(text: unknown): number {
  if (typeof text !== "string") return NaN;
  const head = text.charCodeAt(0);
  if (head !== MINUS && !(head >= DIGIT_0 && head <= DIGIT_9)) return NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}

export function atLeastZero(text: unknown): number {
  const value = decimal(text);
  return value >= 0 ? value : NaN;
}

export function positive(text: unknown): number {
  const value = decimal(text);
  return value > 0 ? value : NaN;
}

export const wholeNumber = (value: unknown): number => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : NaN);
/** In the year 2286. What is beyond is no count of milliseconds, but of something smaller. */
export const LATEST_MS = 9_999_999_999_999;
export const epochMs = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= LATEST_MS ? (value as number) : NaN;

/** Whole number as text, e.g. a trade id. */
export function wholeNumberText(text: unknown): number {
  return typeof text === "string" && /^\d{1,16}$/.test(text) ? wholeNumber(Number(text)) : NaN;
}

export function epochMsText(text: unknown): number {
  return epochMs(wholeNumberText(text));
}

/** `sizeUnit`: what a size of one is in the instrument's conserved unit, for books that count contracts. */
export function levels(value: unknown, sizeUnit = 1): BookEvent["bids"] | undefined {
  if (!Array.isArray(value)) return undefined;
  const out: [number, number][] = [];
  for (const level of value as unknown[]) {
    if (!Array.isArray(level)) return undefined;
    const price = positive(level[0]);
    const size = atLeastZero(level[1]);
    if (Number.isNaN(price + size)) return undefined;
    out.push([price, size * sizeUnit]);
  }
  return out;
}
