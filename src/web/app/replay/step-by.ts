import { HOUR_MS, MINUTE_MS } from "#core/units.ts";

/** What a step of the replay goes by: the columns on screen, or so long. */
export const STEPS_BY = ["column", "1m", "5m", "1h"] as const;
export type StepBy = (typeof STEPS_BY)[number];

const LENGTHS_MS = { "1m": MINUTE_MS, "5m": 5 * MINUTE_MS, "1h": HOUR_MS } as const;

/** How long a step is while columns are `columnMs` long. */
export const stepLengthMs = (stepBy: StepBy, columnMs: number): number => (stepBy === "column" ? columnMs : LENGTHS_MS[stepBy]);

/** As the person chooses it: `1 m`. */
export const stepLabel = (stepBy: StepBy): string => ({ column: "column", "1m": "1 m", "5m": "5 m", "1h": "1 h" })[stepBy];

/** As a sentence has it: `one column`, `5 minutes`. */
export const stepWords = (stepBy: StepBy): string => ({ column: "one column", "1m": "1 minute", "5m": "5 minutes", "1h": "1 hour" })[stepBy];
