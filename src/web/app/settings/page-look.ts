import { create } from "zustand";
import { renewTheme } from "#web/chart/theme.ts";
import type { Surface } from "#web/colour/palette.ts";
import { type WrittenForm, writeAs } from "#web/ui/locale.ts";
import { useSettings } from "./settings-store.ts";
import { writtenFormOf } from "./written-form.ts";

/** What the browser's own language and zone are. */
const SYSTEM_FORM: WrittenForm = { locale: navigator.language, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
const systemIsLight = window.matchMedia("(prefers-color-scheme: light)");

interface PageLook {
  readonly surface: Surface;
  readonly form: WrittenForm;
}

const usePageLook = create<PageLook>(() => ({
  surface: document.documentElement.dataset["theme"] === "light" ? "light" : "dark",
  form: writtenFormOf(useSettings.getState(), SYSTEM_FORM),
}));

/** What everything is painted on now. */
export const useSurface = (): Surface => usePageLook((look) => look.surface);

/** Language and zone that everything is written in now. */
export const useWrittenForm = (): WrittenForm => usePageLook((look) => look.form);

/** Keeps the page as its settings, or its system, have it. Once a page; there is no end to it. */
export function followSettings(): void {
  apply();
  useSettings.subscribe(apply);
  systemIsLight.addEventListener("change", apply);
}

function apply(): void {
  const settings = useSettings.getState();
  const before = usePageLook.getState();
  const surface: Surface = settings.theme === "system" ? (systemIsLight.matches ? "light" : "dark") : settings.theme;
  const next = writtenFormOf(settings, SYSTEM_FORM);
  const form = next.locale === before.form.locale && next.timeZone === before.form.timeZone ? before.form : next;
  const { dataset } = document.documentElement;
  dataset["theme"] = surface;
  dataset["motion"] = settings.motion;
  renewTheme();
  writeAs(form);
  const bar = document.querySelector('meta[name="theme-color"]');
  bar?.setAttribute("content", getComputedStyle(document.documentElement).getPropertyValue("--surface").trim());
  if (surface !== before.surface || form !== before.form) usePageLook.setState({ surface, form });
}
