import { create } from "zustand";
import { renewTheme } from "#web/chart/theme.ts";
import type { Surface } from "#web/colour/palette.ts";
import { useSettings } from "./settings-store.ts";

const systemIsLight = window.matchMedia("(prefers-color-scheme: light)");
const usePageTheme = create<{ readonly surface: Surface }>(() => ({ surface: document.documentElement.dataset.theme === "light" ? "light" : "dark" }));

/** What everything is painted on now. */
export const useSurface = (): Surface => usePageTheme((page) => page.surface);

/** Keeps the page in the theme that its settings, or its system, ask for. Once a page; there is no end to it. */
export function followTheme(): void {
  apply();
  useSettings.subscribe(apply);
  systemIsLight.addEventListener("change", apply);
}

function apply(): void {
  const { theme } = useSettings.getState();
  const surface: Surface = theme === "system" ? (systemIsLight.matches ? "light" : "dark") : theme;
  document.documentElement.dataset.theme = surface;
  renewTheme();
  const bar = document.querySelector('meta[name="theme-color"]');
  bar?.setAttribute("content", getComputedStyle(document.documentElement).getPropertyValue("--surface").trim());
  if (usePageTheme.getState().surface !== surface) usePageTheme.setState({ surface });
}
