import { HOUR_MS, MINUTE_MS } from "#core/units.ts";

/** Instants that are named; a number is one by itself, epoch ms. */
export const SINCE_NAMES = ["visit", "1h", "4h", "24h"] as const;
export type SinceName = (typeof SINCE_NAMES)[number];
export type Since = SinceName | number;

export const DEFAULT_SINCE: Since = "4h";

const BACK_MS = { "1h": HOUR_MS, "4h": 4 * HOUR_MS, "24h": 24 * HOUR_MS } as const;

export interface SinceGround {
  /** The instant that is shown, epoch ms. */
  readonly endMs: number;
  /** When the person last left the page; undefined: this is the first time. */
  readonly visitMs: number | undefined;
}

/** The whole minute that is meant; undefined where there was no visit, or none before the instant that is shown. */
export function sinceMs(since: Since, { endMs, visitMs }: SinceGround): number | undefined {
  const meant = typeof since === "number" ? since : since === "visit" ? visitMs : endMs - BACK_MS[since];
  return meant === undefined || meant >= endMs - MINUTE_MS ? undefined : Math.floor(meant / MINUTE_MS) * MINUTE_MS;
}

/** As a link has it: `4h`, `visit`, or `2026-11-18T14:05Z`. */
export const formatSince = (since: Since): string => (typeof since === "number" ? `${new Date(since).toISOString().slice(0, 16)}Z` : since);

/** Reads it back; what makes no sense is as by default. */
export function parseSince(text: string | null): Since {
  const named = SINCE_NAMES.find((name) => name === text);
  if (named) return named;
  const timeMs = Date.parse(text ?? "");
  return timeMs > 0 ? Math.floor(timeMs / MINUTE_MS) * MINUTE_MS : DEFAULT_SINCE;
}
