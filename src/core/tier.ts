/** Groups of effective leverage shown to people. Key = upper edge, except 100: everything above 75. */
export type Tier = "5" | "10" | "25" | "50" | "100";

export const TIERS: readonly Tier[] = ["5", "10", "25", "50", "100"];
export const TIER_COUNT = 5;
const UPPER_EDGES = [5, 15, 35, 75, Infinity];

/** Index into {@link TIERS}: 5: <=5; 10: (5,15]; 25: (15,35]; 50: (35,75]; 100: >75. */
export function tierIndex(effectiveLeverage: number): number {
  return UPPER_EDGES.findIndex((edge) => effectiveLeverage <= edge);
}

/** What a tier holds, in words: `5x-15x`. */
export const TIER_RANGES: Readonly<Record<Tier, string>> = { "5": "up to 5x", "10": "5x-15x", "25": "15x-35x", "50": "35x-75x", "100": "above 75x" };
