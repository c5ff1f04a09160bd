import type { HeatLevel } from "./heat-levels.ts";
import { DAY_MS, MINUTE_MS, type Ms, asMs } from "./units.ts";

/**
 * Parts of what stands at a price, by how long dollars have stood there. `added`: what is there beyond the least that stood there at any time of
 * the look-back; `stood`: that least. Positions that were closed and opened anew at the same price in between are not told from ones that stayed.
 */
export const AGE_BANDS = {
  "new-90m": { lookBackMs: asMs(90 * MINUTE_MS), part: "added" },
  "new-24h": { lookBackMs: DAY_MS, part: "added" },
  "old-24h": { lookBackMs: DAY_MS, part: "stood" },
} as const satisfies Record<string, { readonly lookBackMs: Ms; readonly part: AgePart }>;

export type AgePart = "added" | "stood";
export type AgeBand = keyof typeof AGE_BANDS;
export const AGE_BAND_NAMES = Object.keys(AGE_BANDS) as readonly AgeBand[];

/** Columns before one that are looked at: at least one, however wide they are. */
export const lookBackColumns = ({ columnMs }: HeatLevel, band: AgeBand): number => Math.max(1, Math.ceil(AGE_BANDS[band].lookBackMs / columnMs));
