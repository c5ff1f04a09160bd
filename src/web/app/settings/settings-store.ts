import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { Fiat } from "#web/ui/amount.ts";
import type { KeptView } from "#web/app/view/kept-view.ts";

export const THEME_CHOICES = ["dark", "light", "system"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** What suits a person and stays in their browser: no link carries it. */
export interface Settings {
  readonly theme: ThemeChoice;
  /** `system`, or a language tag: how numbers and dates are written. */
  readonly locale: string;
  /** `local`, or a name of a time zone. */
  readonly zone: string;
  /** What moves: as the system asks, or nothing that need not. */
  readonly motion: "system" | "reduced";
  /** The rate that was typed last. */
  readonly fiat: Fiat | undefined;
  /** Open interest below which a market counts as thin and is graded lower; undefined: as the server has it. */
  readonly thinBelowUsd: number | undefined;
  /** Of the view, what a page that was opened without a link begins with. */
  readonly kept: KeptView;
}

const DEFAULT_SETTINGS: Settings = { theme: "dark", locale: "system", zone: "UTC", motion: "system", fiat: undefined, thinBelowUsd: undefined, kept: {} };

/** public/first-paint.js reads theme and motion under the same name. */
export const useSettings = create(persist<Settings>(() => DEFAULT_SETTINGS, { name: "powderkeg-settings" }));

export function changeSettings(patch: Partial<Settings>): void {
  useSettings.setState(patch);
}
