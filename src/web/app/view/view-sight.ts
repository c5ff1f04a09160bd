import { MINUTE_MS } from "#core/units.ts";

/** The part of the map in sight, where a person has moved or zoomed it away from its window. */
export interface ViewSight {
  /** The newest so many minutes, whenever the link is opened, or a stretch of the past, epoch ms. */
  readonly time: { readonly kind: "newest"; readonly minutes: number } | { readonly kind: "past"; readonly fromMs: number; readonly toMs: number };
  /** Where the price axis was scaled by hand, and of the past; undefined: it scales itself. */
  readonly prices: { readonly low: number; readonly high: number } | undefined;
}

/** A sight in a link: `360m`, or `2026-11-20T10:00Z_2026-11-20T16:00Z`, and `_83000_86000` where prices are held. */
export function formatSight({ time, prices }: ViewSight): string {
  const span = time.kind === "newest" ? `${time.minutes}m` : `${formatMinute(time.fromMs)}_${formatMinute(time.toMs)}`;
  return prices ? `${span}_${Number(prices.low.toPrecision(6))}_${Number(prices.high.toPrecision(6))}` : span;
}

/** Undefined for what is none. */
export function parseSight(text: string | null): ViewSight | undefined {
  const parts = (text ?? "").split("_");
  const newest = /^(\d+)m$/.exec(parts[0]);
  const time = newest ? { kind: "newest" as const, minutes: Number(newest[1]) } : pastOf(parts);
  if (!time || (time.kind === "newest" && time.minutes < 1)) return undefined;
  const [low, high] = parts.slice(newest ? 1 : 2).map(Number);
  return { time, prices: low > 0 && high > low && Number.isFinite(high) ? { low, high } : undefined };
}

function pastOf([from, to]: readonly (string | undefined)[]): Extract<ViewSight["time"], { kind: "past" }> | undefined {
  const [fromMs, toMs] = [Date.parse(from ?? ""), Date.parse(to ?? "")];
  return toMs > fromMs && fromMs > 0 ? { kind: "past", fromMs, toMs } : undefined;
}

const formatMinute = (timeMs: number): string => `${new Date(Math.round(timeMs / MINUTE_MS) * MINUTE_MS).toISOString().slice(0, 16)}Z`;

/** What is on screen, and what the window would show. Epoch ms. */
export interface SightNow {
  readonly fromMs: number;
  readonly toMs: number;
  /** End of the newest column. */
  readonly newestMs: number;
  readonly columnMs: number;
  /** From the left edge of the window to the newest column. */
  readonly windowMs: number;
  readonly prices: ViewSight["prices"];
  /** Whether the price axis was scaled by hand. */
  readonly areHeld: boolean;
}

/** Share of a window by which its left edge may lie elsewhere and still be the window's. */
const TOLERANCE = 0.02;

/** What a link has to say of the sight; undefined where the window says it all. */
export function sightNow({ fromMs, toMs, newestMs, columnMs, windowMs, prices, areHeld }: SightNow): ViewSight | undefined {
  const lengthMs = newestMs - fromMs;
  if (toMs < newestMs) return { time: { kind: "past", fromMs, toMs }, prices };
  const isOfWindow = Math.abs(lengthMs - windowMs) <= Math.max(3 * columnMs, TOLERANCE * windowMs);
  if (isOfWindow && !areHeld) return undefined;
  const minutes = Math.max(1, Math.round((isOfWindow ? windowMs : lengthMs) / MINUTE_MS));
  return { time: { kind: "newest", minutes }, prices: areHeld ? prices : undefined };
}
