import type { AgeBand } from "#core/age-band.ts";

/** What a band of age shows, in a few words. */
export const AGE_WORDS: Readonly<Record<AgeBand, string>> = {
  "new-90m": "added in the last 90 min",
  "new-24h": "added in the last 24 h",
  "old-24h": "standing for 24 h",
};
