/** How a check went: `note` is neither good nor bad, `warning` works worse than it could, `fault` does not work. */
export type FindingLevel = "ok" | "note" | "warning" | "fault";

/** One checked thing, in a sentence that says what to do where something is to be done. */
export interface Finding {
  readonly level: FindingLevel;
  /** What was checked, e.g. `rest`, `book`, `disk`. */
  readonly about: string;
  readonly says: string;
}

export const ok = (about: string, says: string): Finding => ({ level: "ok", about, says });
export const note = (about: string, says: string): Finding => ({ level: "note", about, says });
export const warning = (about: string, says: string): Finding => ({ level: "warning", about, says });
export const fault = (about: string, says: string): Finding => ({ level: "fault", about, says });

/** `340 ms`, `2.3 s`. */
export const duration = (ms: number): string => (Math.abs(ms) < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
