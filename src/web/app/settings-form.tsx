import type { ReactNode } from "react";
import { Segments } from "#web/ui/segments.tsx";
import { PaletteSegments } from "./filters.tsx";
import { THEME_CHOICES, type ThemeChoice, changeSettings, useSettings } from "./settings-store.ts";

const THEME_LABELS: Readonly<Record<ThemeChoice, string>> = { dark: "Dark", light: "Light", system: "As the system" };
const THEMES = THEME_CHOICES.map((value) => ({ value, label: THEME_LABELS[value] }));

/** Every setting, each with what it changes. They act at once. */
export function SettingsForm() {
  const { theme } = useSettings();
  return (
    <div className="settings">
      <Setting title="Theme">
        <Segments name="Theme" segments={THEMES} value={theme} onChange={(value) => changeSettings({ theme: value })} />
      </Setting>
      <Setting title="Palette" hint="Part of every link you share">
        <PaletteSegments />
      </Setting>
    </div>
  );
}

interface SettingProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

function Setting({ title, hint, children }: SettingProps) {
  return (
    <section className="setting">
      <h3 className="setting-title">
        {title}
        {hint && <span className="setting-hint">{hint}</span>}
      </h3>
      {children}
    </section>
  );
}
