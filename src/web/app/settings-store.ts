import { create } from "zustand";
import { persist } from "zustand/middleware";

export const THEME_CHOICES = ["dark", "light", "system"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** What suits a person and stays in their browser: no link carries it. */
export interface Settings {
  readonly theme: ThemeChoice;
}

const DEFAULT_SETTINGS: Settings = { theme: "dark" };

/** public/first-paint.js reads the theme under the same name. */
export const useSettings = create(persist<Settings>(() => DEFAULT_SETTINGS, { name: "powderkeg-settings" }));

export function changeSettings(patch: Partial<Settings>): void {
  useSettings.setState(patch);
}
